"""The engine that the settings choose.

`SEARCH_INDEX_DIR` (a Path) names the folder of the embedded index. An engine on a server of its own is added
here and in a module beside `embedded`; nothing outside this package may know which one answers.
"""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from search.engines.base import Engine


def engine() -> Engine:
    """The engine in use; one object per folder and process."""
    return _embedded(Path(settings.SEARCH_INDEX_DIR))


@lru_cache(maxsize=8)
def _embedded(folder: Path) -> Engine:
    from search.engines.embedded import EmbeddedEngine

    return EmbeddedEngine(folder)
