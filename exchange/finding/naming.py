"""What the things that narrow a search are called: to people, and by people."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.people.models import LocalAuthority
from exchange.platforms.models import Platform
from search.arabic.normalise import normalise
from search.asked import Names

KIND_WORDS = {
    "guide": _("Guide"),
    "position-paper": _("Position paper"),
    "document": _("Document"),
    "workshop": _("Workshop"),
    "discussion": _("Discussion"),
    "platform": pgettext_lazy("a kind of result", "Platform"),
    "person": _("Person"),
    "innovation": _("Innovation"),
}
LANGUAGE_WORDS = {"ar": _("Arabic"), "en": _("English")}
FILE_WORDS = {
    "pdf": "PDF",
    "docx": _("Word document"),
    "pptx": _("Presentation"),
    "xlsx": _("Workbook"),
    "txt": _("Plain text"),
}


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


def authorities_by_key(keys: Iterable[str]) -> dict[str, str]:
    """The names of these local authorities; what is no key of one is left out."""
    known = LocalAuthority.objects.filter(pk__in=[key for key in keys if key.isdecimal() and len(key) < 18])
    return {str(row.pk): str(row) for row in known}


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
