"""What the house rests on and imports cannot show. An exception stands here with its reason, or it is a fault."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
CONTRACTS = {contract["name"].partition(":")[0]: contract for contract in LINTER["contracts"]}
# Floors by name, the highest number on top; those of one line stand beside each other.
FLOORS = {
    floor.strip(" ()"): -depth
    for depth, line in enumerate(CONTRACTS["The house"]["layers"])
    for floor in line.split("|")
}
ROOMS = [name.partition(".")[2] for name in CONTRACTS["A room"]["containers"]]
# Floors that are no rooms of members' deeds: their files are named after what they do (docs/architecture.md).
PLUMBING = sorted(
    {path.name for path in (ROOT / "exchange").iterdir() if (path / "__init__.py").exists()}
    - {*ROOMS, "settings"}
)
DOCS = {name: (ROOT / "docs" / f"{name}.md") for name in ("architecture", "journal")}

ROOM_FILES = {
    "__init__", "models", "rules", "actions", "notices", "index", "forms", "views", "urls", "blocks", "wagtail_hooks",
    "templatetags", "management", "api", "tasks", "checks", "rendering", "feeds", "apps", "migrations",
}  # fmt: skip
ROOM_EXTRAS = {
    ("people", "accounts"): "the adapter that allauth asks for",
    ("people", "listing"): "how many people somebody is shown in lists",
    ("people", "data"): "the list of local authorities",
    ("finding", "asking"): "what one person may find",
    ("finding", "vocabulary"): "the editors' concepts, as search takes them",
    ("finding", "naming"): "what people call that by which a search is narrowed",
}
LARGEST = 400
LARGEST_TEST = 640
JUNK_DRAWERS = re.compile(r"(core|commons?|utils?|utilities|helpers?|lib|libs|services?|misc)")

# Models that a view reads as they are.
READS_FOR_NOBODY = {
    (
        "exchange/front/views/machines.py",
        "Page",
    ): "Wagtail's own table: the standing pages, which are for everybody",
    ("exchange/people/views.py", "LocalAuthority"): "a public list",
    (
        "exchange/people/views.py",
        "known.model._meta.get_field('platform').related_model",
    ): "platforms of memberships that visible_to gave",
    ("exchange/workshops/views/calendar.py", "Session"): "sessions of workshops that visible_to gave",
}
WITHOUT_TRANSACTION = {
    (
        "library",
        "read_file",
    ): "reading takes seconds in a child process; what it found is written in a transaction",
    ("library", "read_scans"): "as read_file",
    ("library", "read_stored_file"): "a listener: hears an entry and calls read_file",
    ("finding", "count_question"): "counts in memory, so that no search waits for the write lock",
    ("finding", "count_click"): "the same",
    ("finding", "write_counts"): "its transaction begins when there is something to write",
}
READERS_OF_THE_ENVIRONMENT = {
    "exchange/settings/environment.py": "the one place",
    "exchange/journal/management/commands/backup.py": "hands it on to PostgreSQL's programs, reads nothing in it",
}
SAVING_FORMS = {
    "people.SignupForm": "allauth calls it; the account is made by our action, the address by allauth"
}
FOREIGN_KINDS = {
    (
        "platforms",
        "people.confirmed",
    ): "standing in the network follows from memberships, so the deed lives with them",
    ("platforms", "people.confirmation_withdrawn"): "the same deed, taken back",
}
SIGNALS = {"page_published", "page_unpublished", "post_page_move", "post_save"}


def sources(*folders: str) -> Iterator[Path]:
    """Our Python files, without migrations."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def parts(room: str, name: str) -> list[Path]:
    """`name.py` of a room, or the files of the package of that name."""
    folder = ROOT / "exchange" / room
    return [path for path in [folder / f"{name}.py", *sorted((folder / name).glob("*.py"))] if path.exists()]


def last_word(node: ast.expr) -> str:
    """`atomic` for `transaction.atomic` and for `transaction.atomic()`."""
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


# -- floors and rooms


def test_every_floor_is_installed_and_every_installed_floor_has_a_place():
    installed = {
        app.name.partition(".")[2] for app in apps.get_app_configs() if app.name.startswith("exchange.")
    }
    optional = {"meter", "helpdesk", "urls", "asgi", "apps"}
    assert installed == FLOORS.keys() - optional | installed & optional


def test_tables_point_down_only():
    """A foreign key written as text is no import, and a floor all the same. People are named from everywhere."""
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
        and field.related_model._meta.label != settings.AUTH_USER_MODEL
        and {model._meta.app_label, field.related_model._meta.app_label} <= FLOORS.keys()
        and model._meta.app_label != field.related_model._meta.app_label
        and FLOORS[field.related_model._meta.app_label] >= FLOORS[model._meta.app_label]
    ]  # fmt: skip
    assert upward == []


def test_rooms_hold_only_files_of_the_known_names():
    strange = [
        f"{room}/{path.name}"
        for room in ROOMS
        for path in sorted((ROOT / "exchange" / room).iterdir())
        if path.stem not in ROOM_FILES | {"__pycache__", "templates", "static"}
        and (room, path.stem) not in ROOM_EXTRAS
    ]
    assert strange == []


def test_every_file_of_its_own_name_in_the_plumbing_is_explained():
    told = DOCS["architecture"].read_text()
    silent = [
        f"{floor}/{path.name}"
        for floor in PLUMBING
        if floor != "demo"  # its files are named after what they load
        for path in sorted((ROOT / "exchange" / floor).glob("*.py"))
        if path.stem not in ROOM_FILES and f"`{floor}/{path.name}`" not in told
    ]
    assert silent == []


def test_every_floor_and_room_stands_in_the_description_of_the_house():
    told = DOCS["architecture"].read_text()
    assert [floor for floor in [*ROOMS, *PLUMBING] if f"`exchange/{floor}/`" not in told] == []


def test_nothing_is_a_drawer_for_odds_and_ends():
    found = [
        named(path)
        for folder in ("exchange", "search", "deploy", "benchmarks", "tests", "templates")
        for path in sorted((ROOT / folder).rglob("*"))
        if JUNK_DRAWERS.fullmatch(path.stem)
        and "vendor" not in path.parts
        and "__pycache__" not in path.parts
    ]
    assert found == []


def test_files_stay_small():
    """Long lists of cases may stand in one file of tests; the product's own files are split by noun."""
    long = {
        named(path): lines
        for folder in ("exchange", "search", "deploy", "benchmarks", "tests", "templates")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".py", ".html", ".css", ".js"}
        and not {"migrations", "content", "vendor"} & {*path.parts}
        if (lines := len(path.read_text().splitlines())) > (LARGEST_TEST if folder == "tests" else LARGEST)
    }
    assert long == {}


# -- reading and writing


def test_what_a_view_reads_begins_with_visible_to():
    raw = []
    for room in [*ROOMS, *PLUMBING]:
        for name in ("views", "api", "feeds"):
            for path in parts(room, name):
                raw += [
                    f"{named(path)}:{line}: {model}.objects"
                    for model, line in _raw_reads(parse(path))
                    if (named(path), model) not in READS_FOR_NOBODY
                ]
    assert raw == []


def _raw_reads(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Models whose manager is asked anything but `visible_to`, or that are handed over bare to be looked up."""
    asked = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "visible_to"
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}:
            if id(node) not in asked:
                yield ast.unparse(node.value), node.lineno
        elif (
            isinstance(node, ast.Call)
            and last_word(node) in {"get_object_or_404", "get_list_or_404"}
            and isinstance(node.args[0], ast.Name)
            and node.args[0].id[0].isupper()
        ):
            yield node.args[0].id, node.lineno


def test_views_and_forms_write_nothing():
    writing = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "record"}
    written = [
        f"{named(path)}:{node.lineno}: {last_word(node)}"
        for room in [*ROOMS, *PLUMBING]
        for name in ("views", "api", "forms", "feeds", "templatetags", "rendering")
        for path in parts(room, name)
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call) and last_word(node) in writing
    ]
    assert written == []


def test_forms_save_nothing():
    saving = [
        f"{room}.{form.name}"
        for room in [*ROOMS, *PLUMBING]
        for path in parts(room, "forms")
        for form in parse(path).body
        if isinstance(form, ast.ClassDef)
        and any(
            isinstance(method, ast.FunctionDef) and method.name in {"save", "_save_m2m"}
            for method in form.body
        )
    ]
    assert sorted(saving) == sorted(SAVING_FORMS)


def actions(room: str) -> dict[str, ast.FunctionDef]:
    """The deeds of a room: what its package hands out, or the public functions of its one file."""
    files = parts(room, "actions")
    functions = {
        node.name: node
        for path in files
        for node in parse(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    if len(files) == 1:
        return functions
    handed_out = {
        alias.name
        for node in parse(files[0].parent / "__init__.py").body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return {name: function for name, function in functions.items() if name in handed_out}


def test_every_action_is_told_by_name_and_runs_in_a_transaction():
    loose = []
    deeds = {(room, name): deed for room in [*ROOMS, "notifications"] if parts(room, "actions")
             for name, deed in actions(room).items()}  # fmt: skip
    for (room, name), deed in deeds.items():
        if (room, name) in WITHOUT_TRANSACTION:
            continue
        if deed.args.args or deed.args.posonlyargs or deed.args.vararg:
            loose.append(f"{room}.{name} takes arguments by position")
        if "atomic" not in {last_word(decorator) for decorator in deed.decorator_list}:
            loose.append(f"{room}.{name} is not atomic")
        if ast.get_docstring(deed) is None:
            loose.append(f"{room}.{name} has no docstring")
    assert loose == []
    assert WITHOUT_TRANSACTION.keys() <= deeds.keys()


# -- facts


def records() -> Iterator[tuple[str, str, set[str]]]:
    """Every fact that is written down anywhere: the floor, the kind, the names of its details."""
    a_kind = re.compile(rf"({'|'.join(FLOORS)})\.[a-z_]+")
    for path in sources("exchange"):
        tree = parse(path)
        if not any(
            isinstance(node, ast.ImportFrom) and node.module == "exchange.journal.actions"
            for node in ast.walk(tree)
        ):
            continue
        floor = path.relative_to(ROOT / "exchange").parts[0]
        for node in ast.walk(tree):
            details = set()
            if isinstance(node, ast.Call) and last_word(node) in {"record", "_note"}:
                details = {keyword.arg for keyword in node.keywords if keyword.arg} - {"subject", "by"}
            # A kind may be chosen between two, or handed to a function that records it.
            for argument in node.args if isinstance(node, ast.Call) else ():
                for text in ast.walk(argument):
                    if isinstance(text, ast.Constant) and a_kind.fullmatch(str(text.value)):
                        yield floor, text.value, details


def told_kinds() -> dict[str, dict[str, str]]:
    """The rows of docs/journal.md by kind: subject, details, then, told."""
    rows = re.findall(r"^\| `([\w.]+)` \|(.*)\|$", DOCS["journal"].read_text(), re.M)
    names = ("subject", "details", "then", "told")
    return {
        kind: dict(zip(names, (cell.strip() for cell in rest.split("|")), strict=True)) for kind, rest in rows
    }


def test_a_fact_bears_the_name_of_its_room():
    foreign = [
        f"{floor} records {kind}"
        for floor, kind, _details in records()
        if kind.partition(".")[0] != floor and (floor, kind) not in FOREIGN_KINDS
    ]
    assert foreign == []


def test_the_journal_is_described_whole():
    assert sorted(told_kinds()) == sorted({kind for _floor, kind, _details in records()})


def test_the_details_of_a_fact_are_described():
    told = told_kinds()
    silent = [
        f"{kind}: {name}"
        for _floor, kind, details in records()
        for name in sorted(details)
        if f"`{name}`" not in told.get(kind, {"details": ""})["details"]
    ]
    assert silent == []


def test_who_hears_of_a_fact_is_described():
    from exchange.notifications import telling

    told = {kind for kind, row in told_kinds().items() if row["told"] != "—"}
    assert told == set(telling.kinds())


def test_what_rings_is_described():
    from exchange.live import subjects

    rows = told_kinds()
    assert {kind for kind, row in rows.items() if "rings" in row["then"]} == {*filter(subjects.drawing, rows)}


def test_four_signals_are_heard_and_no_others():
    heard = [
        (named(path), last_word(decorator.args[0]))
        for path in sources("exchange", "search")
        for node in ast.walk(parse(path))
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call) and last_word(decorator) == "receiver"
    ]
    connected = [
        f"{named(path)}:{node.lineno}"
        for path in sources("exchange", "search")
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "connect"
        if ast.unparse(node.func.value) != "sqlite3"
    ]
    assert sorted(heard) == sorted(("exchange/pages/receivers.py", signal) for signal in SIGNALS)
    assert connected == []


def test_the_environment_is_read_in_one_place():
    """Elsewhere a program may only say which settings it takes. What runs the site (deploy) is no part of it."""
    read = [
        f"{named(path)}:{node.lineno}"
        for path in [*sources("exchange", "search"), ROOT / "manage.py"]
        if named(path) not in READERS_OF_THE_ENVIRONMENT
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Attribute | ast.Name) and last_word(node) in {"environ", "getenv", "Env"}
        if "DJANGO_SETTINGS_MODULE" not in path.read_text().splitlines()[node.lineno - 1]
    ]
    assert read == []
    asked = [
        named(path)
        for path in sources("exchange", "search")
        if path.parent.name != "settings" and "settings.environment" in path.read_text()
    ]
    assert asked == []
