"""The product with its seats put to the test: settings and an app for servers that tests start, and for no others.

Registrations pause where two of them could meet. For a workshop whose English title is `unlocked` what keeps them
apart is taken away, so that a test can see what the lock is for.
"""
