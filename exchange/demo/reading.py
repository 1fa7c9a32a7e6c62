"""The written content of the demo, as it stands in files."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

CONTENT = Path(__file__).parent / "content"
FENCE = "+++\n"


@dataclass(frozen=True)
class Written:
    """A file of Markdown: its name without the language, the language, the fields at its head, and the text."""

    name: str
    language: str
    fields: dict
    text: str


def rows(name: str) -> list[dict]:
    """The tables of `content/<name>.toml`, which holds one list of that name."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))[name]


def discussions() -> list[dict]:
    """Every discussion, with `key` (the name of its file), the oldest first."""
    found = [
        tomllib.loads(path.read_text(encoding="utf-8")) | {"key": path.stem}
        for path in sorted((CONTENT / "discussions").glob("*.toml"))
    ]
    return sorted(found, key=lambda one: -one["opened_days_ago"])


def works() -> list[Written]:
    """Every side of every work, with its platform's slug among the fields: the oldest first, Arabic before English."""
    found = [
        _with(written(path), platform=path.parent.name) for path in sorted((CONTENT / "works").glob("*/*.md"))
    ]
    return sorted(found, key=lambda one: (-one.fields["days_ago"], one.fields["slug"], one.language))


def pages() -> list[Written]:
    """The texts of the standing pages."""
    return [written(path) for path in sorted((CONTENT / "pages").glob("*.md"))]


def attachment(source: str) -> Written:
    """The text of which an attachment is made."""
    return written(CONTENT / "attachments" / f"{source}.ar.md")


def written(path: Path) -> Written:
    """A Markdown file whose first lines, between two fences of +++, are TOML."""
    _before, head, text = path.read_text(encoding="utf-8").split(FENCE, 2)
    name, language, _suffix = path.name.split(".")
    return Written(name, language, tomllib.loads(head), text)


def _with(one: Written, **fields) -> Written:
    return Written(one.name, one.language, one.fields | fields, one.text)
