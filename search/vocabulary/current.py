"""The vocabulary in use: the one that is shipped, as its editors have changed it.

Whoever keeps the editors' changes names itself once with `provide`; without, the shipped vocabulary is used as it is.
"""

from collections.abc import Callable, Hashable, Iterable

from search.vocabulary.concepts import Concept, shipped
from search.vocabulary.matching import Vocabulary

Changes = tuple[Hashable, Callable[[], Iterable[Concept]]]

_provider: Callable[[], Changes] | None = None
_known: tuple[Hashable, Vocabulary] | None = None


def provide(provider: Callable[[], Changes] | None) -> None:
    """Let `provider` say which concepts there are: a version, and a function that reads them all.

    The version is asked for each search, so it must be cheap; the concepts are read when it has changed.
    """
    global _provider, _known
    _provider, _known = provider, None


def vocabulary() -> Vocabulary:
    """The concepts as they are now."""
    global _known
    version, read = _provider() if _provider else ("shipped", shipped)
    if _known is None or _known[0] != version:
        _known = (version, Vocabulary(read()))
    return _known[1]
