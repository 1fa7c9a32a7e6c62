"""How people call what a search is narrowed by: platforms and local authorities, by any of their names."""

from collections.abc import Iterable

from exchange.people.models import LocalAuthority
from exchange.platforms.models import Platform
from search.arabic.normalise import normalise
from search.asked import Names


def names_for(person) -> Names:
    """What the person means by a name in the line: a platform that they see, by its slug; an authority, by its key.

    A name need not be whole, if only one is meant by it. The database is asked only where a line names one.
    """

    def value(name: str, written: str) -> str:
        if name == "platform":
            return _meant(written, _platforms(person))
        if name == "authority":
            return _meant(written, _authorities())
        return ""

    return value


def _platforms(person) -> Iterable[tuple[str, tuple[str, ...]]]:
    for row in Platform.objects.visible_to(person):
        yield row.slug, (row.name_ar, row.name_en, row.slug)


def _authorities() -> Iterable[tuple[str, tuple[str, ...]]]:
    for row in LocalAuthority.objects.all():
        yield str(row.pk), (row.name_ar, row.name_en, str(row))


def _meant(written: str, rows: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    """The value with this name; else the only one in whose name all the words stand; else ""."""
    wanted = set(written.replace("_", " ").split())
    near = []
    for value, names in rows:
        folded = [normalise(name).split() for name in names if name]
        if any(set(name) == wanted for name in folded):
            return value
        if any(wanted <= set(name) for name in folded):
            near.append(value)
    return near[0] if wanted and len(near) == 1 else ""
