"""The product's texts: gathered from the code, checked, and compiled, without gettext's programs.

python -m deploy.messages compile    every .mo below locale/, where the .po is newer
python -m deploy.messages extract    brings locale/*/LC_MESSAGES/django.po up to date with the code
python -m deploy.messages check      exits with 1 and names what is missing, left over, fuzzy or malformed
"""

import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
# English texts are the keys; only these languages have a catalogue.
LANGUAGES = ("ar",)
# Which form stands for which number. Babel's own formula for Arabic gives 11–99 the form of the hundreds
# («13 مقعد»); the order here is CLDR's: none, one, two, few (3–10), many (11–99), other.
PLURALS = {
    "ar": "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)",
}
SOURCES = ("exchange", "search", "templates")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def compile_all() -> None:
    """Write every catalogue's .mo that is missing or older than its .po."""
    for po in sorted(LOCALE.rglob("LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        # A process that reads while we write must find the old file or the new one.
        fresh = mo.with_name(f"{mo.name}.{os.getpid()}")
        with fresh.open("wb") as file:
            write_mo(file, _read(po))
        fresh.rename(mo)


def gather() -> Catalog:
    """Every text of the code and the templates that is marked for translation, with where it stands."""
    _settings_for_templates()
    catalog = Catalog(charset="utf-8")
    for path in _files():
        for line, name, texts in _marked(path):
            context, msgid = _key(name, texts)
            if msgid:
                catalog.add(msgid, context=context, locations=[(path.relative_to(ROOT).as_posix(), line)])
    return catalog


def extract() -> None:
    """Bring the catalogues up to date: new texts come in empty, texts that are gone go out."""
    gathered = gather()
    for language in LANGUAGES:
        path = _po(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog = _read(path) if path.exists() else _new(language)
        # Without news the file stays as it is.
        gathered.creation_date = catalog.creation_date
        catalog.update(gathered, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        with path.open("wb") as file:
            # Line numbers change with every edit; the file's name is enough to find a text.
            write_po(file, catalog, width=110, omit_header=False, include_lineno=False, sort_output=True)
        empty = sum(1 for message in catalog if message.id and not _is_translated(message))
        print(f"{path.relative_to(ROOT)}: {len(catalog)} texts, {empty} without translation")


def faults() -> list[str]:
    """What keeps the catalogues from being whole, a line each; empty when all is well."""
    gathered = {_identity(message) for message in gather() if message.id}
    found = []
    for language in LANGUAGES:
        path = _po(language)
        if not path.exists():
            return [f"{path.relative_to(ROOT)} is missing"]
        catalog = _read(path)
        if catalog.plural_expr != PLURALS[language]:
            found.append(
                f"{language}: the header's Plural-Forms give numbers other words: {catalog.plural_expr}"
            )
        here = {_identity(message): message for message in catalog if message.id}
        for identity in sorted(gathered - here.keys(), key=str):
            found.append(f"{language}: not in the catalogue: {_shown(identity)}")
        for identity in sorted(here.keys() - gathered, key=str):
            found.append(f"{language}: no longer in the code: {_shown(identity)}")
        for identity, message in here.items():
            if not _is_translated(message):
                found.append(f"{language}: not translated: {_shown(identity)}")
            elif message.fuzzy:
                found.append(f"{language}: fuzzy: {_shown(identity)}")
            else:
                found += [f"{language}: {error}: {_shown(identity)}" for error in message.check(catalog)]
                found += [f"{language}: {error}: {_shown(identity)}" for error in _lost_names(message)]
    return found


def check() -> None:
    """Print the faults and exit with 1 if there is any."""
    found = faults()
    if found:
        print("\n".join(found))
        print(f"{len(found)} to mend; ./run messages gathers the texts.")
        sys.exit(1)


def _settings_for_templates() -> None:
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)


def _files() -> Iterator[Path]:
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            # Text files are templates only where templates lie.
            is_text = path.suffix in {".py", ".html"} or (path.suffix == ".txt" and "templates" in path.parts)
            if is_text and "migrations" not in path.parts:
                yield path


def _marked(path: Path) -> Iterator[tuple[int, str, tuple]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = _as_python(text, path.name)
    for line, name, texts, _comments in extract_python(
        io.BytesIO(text.encode("utf-8")), KEYWORDS, [], {"encoding": "utf-8"}
    ):
        yield line, str(name), tuple(texts) if isinstance(texts, tuple | list) else (texts,)


def _as_python(template: str, origin: str) -> str:
    """The template's texts as the calls that Django's own makemessages reads, without the indents around them."""
    from django.utils.translation.template import templatize

    # An indent would be a syntax error to Python's reader; what is no call was blanked with letters.
    return "\n".join(line.strip() for line in templatize(template, origin=origin).splitlines())


def _key(name: str, texts: tuple) -> tuple[str | None, str | tuple[str, ...]]:
    """Context and id, as a catalogue has them; an empty id where the call gives no literal text."""
    spec = KEYWORDS[name] or (1,)
    context = None
    ids = []
    for place in spec:
        position = place[0] if isinstance(place, tuple) else place
        text = texts[position - 1] if len(texts) >= position else None
        if not text:
            return None, ""
        if isinstance(place, tuple):
            context = text
        else:
            ids.append(text)
    return context, tuple(ids) if len(ids) > 1 else ids[0]


def _new(language: str) -> Catalog:
    catalog = Catalog(locale=language, domain="django", charset="utf-8", fuzzy=False)
    catalog.mime_headers = [("Plural-Forms", f"nplurals={catalog.num_plurals}; plural={PLURALS[language]};")]
    return catalog


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def _po(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _identity(message) -> tuple:
    return message.context, message.id


def _shown(identity: tuple) -> str:
    context, msgid = identity
    text = msgid[0] if isinstance(msgid, tuple) else msgid
    return repr(text) if context is None else f"{text!r} ({context})"


def _is_translated(message) -> bool:
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(text and text.strip() for text in strings)


def _lost_names(message) -> list[str]:
    """Names like %(title)s that the text inserts and the translation has lost; numbers may go into words."""
    if isinstance(message.id, tuple):
        return []
    lost = set(re.findall(r"%\((\w+)\)[sd]", message.id)) - set(re.findall(r"%\((\w+)\)[sd]", message.string))
    return [f"%({name})s is lost" for name in sorted(lost)]


COMMANDS = {"compile": compile_all, "extract": extract, "check": check}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    COMMANDS[sys.argv[1]]()
