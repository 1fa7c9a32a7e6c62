"""The fields of the index, the same on every engine, and how much each counts.

A document has parts (its title, its text …), and each part is kept in every channel of the analysis: `title_stem`,
`text_skeleton`. Beside them stand facts for filters and facets, which count nothing in the score.
"""

from search.arabic.analysis import CHANNELS

# How much a word counts by where it stands.
PARTS = {"title": 2.0, "headings": 1.3, "tags": 1.2, "text": 1.0, "files": 0.7}

# Channels that keep the places of their words, for phrases.
PLACED = ("exact", "stem")

# Words that no text holds: they stand in a part that a document does not have, so that every engine counts the same
# number of documents and the same mean length in each field (Lucene leaves out documents without the field).
EMPTY = "∅"

FACETS = ("kind", "platform", "language", "year", "authority", "file_type")
# Facts with one or several plain values each; those in FACETS can be counted.
FACTS = ("id", "fingerprint", "audience", "mark", *FACETS)
PUBLISHED = "published"  # seconds since 1970, 0 without a date
PAIRS = "pairs"  # words two by two as they stand in a row, whatever the part
BEGINNINGS = "beginnings"  # words of the titles, to be found by their first letters
SHOWN = "shown"  # bytes, kept and not searched


def words_field(part: str, channel: str) -> str:
    """The name of the field that holds a part in a channel."""
    return f"{part}_{channel}"


def words_fields() -> dict[str, bool]:
    """Every field of words, and whether it keeps places."""
    fields = {words_field(part, channel): channel in PLACED for part in PARTS for channel in CHANNELS}
    return fields | {PAIRS: False}
