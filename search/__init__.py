"""Arabic search as a library: text, engines, indexing and finding. It knows nothing of the exchange.

A room offers what can be found through a source (`search.sources`); `search.indexing` keeps the index in step
with the database; `search.finding` answers what a person asks, with what that person may see and no more.
"""
