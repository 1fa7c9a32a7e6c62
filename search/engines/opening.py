"""Opening what tantivy has written, whatever has become of its files."""

from pathlib import Path

import tantivy


class DamagedIndexError(Exception):
    """The files of an index cannot be read."""


def opened(generation: Path) -> tantivy.Index:
    """A folder's index, to be reloaded by hand.

    Raises DamagedIndexError where files are missing, cut short or not what tantivy wrote.
    """
    try:
        index = tantivy.Index.open(str(generation))
        index.config_reader("manual")
    except (ValueError, OSError) as error:
        raise DamagedIndexError(error) from error
    except BaseException as error:
        # Rust panics on a file that is shorter than it should be, and its panic is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise DamagedIndexError(error) from error
    return index
