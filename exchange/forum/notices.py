"""Which facts of this room tell whom, in which words."""

TELLINGS: dict = {}
