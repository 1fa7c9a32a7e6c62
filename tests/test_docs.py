"""The documents say what is so: their links lead somewhere, their commands exist, their tables are as the code is."""

import re
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command, get_commands

from exchange.front import permissions

ROOT = Path(settings.BASE_DIR)
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
BESIDE_THE_SETTINGS = ("serve.py", "prepare.py")


def without_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.S)


def anchors(path: Path) -> set[str]:
    """The names that the headings of a page are linked by."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_between_documents_lead_somewhere(document):
    text = without_code(document.read_text())
    links = [link for link in LINK.findall(text) if not link.startswith(("https://", "http://", "mailto:"))]
    lost = []
    for link in links:
        path, _, anchor = link.partition("#")
        there = (document.parent / path).resolve() if path else document
        if not there.exists() or (anchor and anchor not in anchors(there)):
            lost.append(link)
    pictures = {picture for _words, picture in PICTURE.findall(text)}
    assert [link for link in lost if link not in pictures] == []


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_pictures_are_there_and_say_what_they_show(document):
    pictures = PICTURE.findall(without_code(document.read_text()))
    assert [
        picture for words, picture in pictures if not words or not (document.parent / picture).exists()
    ] == []


def test_files_named_in_documents_exist():
    """`exchange/…` and the like in code marks are paths, unless they hold a gap to be filled."""
    named = re.compile(r"`((?:exchange|search|deploy|docs|templates|tests|locale)/[\w./-]+)`")
    lost = {
        f"{page.relative_to(ROOT)}: {path}"
        for page in PAGES
        for path in named.findall(page.read_text())
        if not (ROOT / path).exists()
    }
    assert sorted(lost) == []


def test_commands_named_in_documents_exist():
    told = subprocess.run([ROOT / "run", "help"], capture_output=True, text=True, check=True).stdout
    known = set(re.findall(r"^  ([a-z-]+) ", told, re.M))
    used, managed = set(), set()
    for page in PAGES:
        text = page.read_text()
        used |= set(re.findall(r"\./run ([a-z-]+)", text))
        managed |= set(re.findall(r"(?:manage\.py|\./run manage) ([a-z_]+)", text))
    assert sorted(used - known - {"help"}) == []
    assert sorted(managed - get_commands().keys()) == []


def test_every_variable_is_told_of():
    reading = re.compile(r'env\.(?:str|bool|int|float|list)\(\s*"([A-Z_]+)"')
    sources = [
        ROOT / "exchange/settings/environment.py",
        *(ROOT / "deploy" / name for name in BESIDE_THE_SETTINGS),
    ]
    read = {name for path in sources for name in reading.findall(path.read_text())}
    table = re.findall(r"^\| ((?:`[A-Z_]+`(?:, )?)+) \|", (ROOT / "README.md").read_text(), re.M)
    assert set(re.findall(r"`([A-Z_]+)`", " ".join(table))) == read


# -- the table of permissions


def test_the_table_of_permissions_is_current(db):
    """When this fails: ./run manage permissions_table > docs/permissions.md, and read what changed."""
    assert (ROOT / "docs" / "permissions.md").read_text() == permissions.table()


def test_the_table_of_permissions_leaves_no_rows_behind(db):
    from exchange.journal.models import Entry
    from exchange.people.models import User
    from exchange.platforms.models import Platform

    before = [model.objects.count() for model in (User, Platform, Entry)]
    call_command("permissions_table", stdout=StringIO())
    assert [model.objects.count() for model in (User, Platform, Entry)] == before


def test_every_rule_stands_in_the_table_of_permissions():
    told = (ROOT / "docs" / "permissions.md").read_text()
    rules = [name for module in permissions.rules_of_rooms().values() for name in permissions.deeds(module)]
    assert len(rules) > 20
    assert [name for name in rules if f"| {name} |" not in told] == []


def test_every_decision_has_its_four_parts():
    pages = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
    parts = ["Context", "Decision", "Consequence", "Tried"]
    assert [path.name for path in pages if re.findall(r"^## (.+)$", path.read_text(), re.M) != parts] == []
    listed = (ROOT / "docs" / "decisions" / "README.md").read_text()
    assert [path.name for path in pages if path.name not in listed] == []
