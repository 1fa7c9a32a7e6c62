"""The concepts that are shipped, read from the data files beside this module."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

DATA = Path(__file__).parent / "data"

_LISTS = ("ar", "en", "short", "near")


@dataclass(frozen=True)
class Concept:
    """One thing and all that it is called.

    `ar` and `en` are said everywhere, `by` holds what is said in one country alone (its two-letter code -> words);
    `short` are abbreviations, which count as written in capitals where they have two letters. `near` names the
    concepts that a reader might also want: they are offered, never searched.
    """

    id: str
    ar: tuple[str, ...]
    en: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    by: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    near: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """All that it is called, each once: Arabic first, then by country, English, abbreviations."""
        local = (form for forms in self.by.values() for form in forms)
        return tuple(dict.fromkeys((*self.ar, *local, *self.en, *self.short)))


@cache
def shipped() -> tuple[Concept, ...]:
    """All concepts of the data files, in the order of the files' names.

    Raises ValueError naming the file and the concept where an entry is not as `Concept` says or an id comes twice.
    """
    return read(DATA)


def read(folder: Path) -> tuple[Concept, ...]:
    """The concepts of a folder's TOML files; ValueError as for `shipped`."""
    found: dict[str, Concept] = {}
    for path in sorted(folder.glob("*.toml")):
        for entry in _entries(path):
            concept = _concept(entry, path)
            if concept.id in found:
                raise ValueError(f"{path.name}: {concept.id} is there twice")
            found[concept.id] = concept
    for concept in found.values():
        if unknown := [name for name in concept.near if name not in found]:
            raise ValueError(f"{concept.id} is said to be near {unknown[0]}, which does not exist")
    return tuple(found.values())


def _entries(path):
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("concept", [])
    except ValueError as error:  # not TOML, or not UTF-8
        raise ValueError(f"{path.name}: {error}") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ValueError(f"{path.name}: concepts are written as [[concept]]")
    return entries


def _concept(entry, path):
    where = f"{path.name}: {entry.get('id', 'a concept without id')}"
    if unknown := set(entry) - {"id", "by", *_LISTS}:
        raise ValueError(f"{where}: unknown key {min(unknown)}")
    if not isinstance(entry.get("id"), str) or not entry["id"]:
        raise ValueError(f"{where}: id must be a word")
    by = entry.get("by", {})
    if not isinstance(by, dict):
        raise ValueError(f"{where}: by must name countries")
    lists = {name: _texts(entry.get(name, []), f"{where}: {name}") for name in _LISTS}
    if not lists["ar"]:
        raise ValueError(f"{where}: an Arabic form is missing")
    local = {country: _texts(forms, f"{where}: by {country}") for country, forms in by.items()}
    return Concept(id=entry["id"], by=MappingProxyType(local), **lists)


def _texts(values, where):
    if not isinstance(values, list) or not all(isinstance(text, str) and text.strip() for text in values):
        raise ValueError(f"{where} must be a list of words")
    return tuple(values)
