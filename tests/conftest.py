"""What every test can ask for: a database, real servers, the product as a process, and browsers.

- `db`, `transactional_db` (pytest-django's): the rows of the migrations are there, in transactional tests too.
- `postgres`, `redis`, `elasticsearch`: real servers for the whole run; a test that asks for one is marked `servers` by itself.
- `site`: one server with the demo network for the whole run; tests share it and must not rely on its counts.
- `make_site(kind="empty", **options)`: a server of the test's own, removed at its end.
- `open_page(language="ar", width=1280, sign_in=…)`, `page_ar`, `page_en`, `phone_ar`, `phone_en`: pages in Chromium;
  such tests are marked `browser` by themselves. `screenshot(page, name)` keeps a picture.
"""

import os
import shutil
import signal
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test.testcases import TransactionTestCase

from tests import settings as plain_settings
from tests.servers import templates
from tests.servers.elasticsearch import Elasticsearch
from tests.servers.postgres import Postgres, execute
from tests.servers.redis import Redis
from tests.servers.site import Site

# How long `expect(…)` waits for what a script or a server shows on a page.
EXPECT_MS = 15_000
SCREENSHOTS = templates.ROOT / "var" / "screenshots"
BROWSER_FIXTURES = {"page", "context", "browser", "open_page", "page_ar", "page_en", "phone_ar", "phone_en"}
SERVER_FIXTURES = {"postgres", "redis", "elasticsearch"}


def pytest_configure() -> None:
    """A SIGTERM (a time limit, say) ends the run as Ctrl-C does, so that servers are stopped and folders removed."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)


def pytest_collection_modifyitems(items) -> None:
    """Marks follow from the fixtures, so that a forgotten mark cannot put a test into the wrong run."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if names & BROWSER_FIXTURES:
            item.add_marker(pytest.mark.browser)
        if names & SERVER_FIXTURES:
            item.add_marker(pytest.mark.servers)


# -- the database


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker) -> Iterator[None]:
    """Instead of migrating for every run, a copy of the template; instead of flushing, another copy."""
    with django_db_blocker.unblock():
        _copy_template()
    # Flushing would take away the rows that migrations made (locales, structural pages) for every later test.
    TransactionTestCase._fixture_teardown = lambda self: _copy_template()
    yield
    with django_db_blocker.unblock():
        _drop_copy()


def _copy_template() -> None:
    from django.db import connection

    _close_connections()
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        _remove_sqlite(name)
        shutil.copyfile(templates.sqlite_file(), name)
    else:
        templates.postgres_copy("empty", _server_url(), name)
    _forget_cached_rows()


def _drop_copy() -> None:
    from django.db import connection

    _close_connections()
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        _remove_sqlite(name)
    else:
        execute(_server_url(), f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()


def _remove_sqlite(name: str) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(name + suffix).unlink(missing_ok=True)


def _forget_cached_rows() -> None:
    """Ids that the process remembers belong to rows of the last copy."""
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import cache
    from wagtail.models import Site as WagtailSite

    from exchange.design import kept

    ContentType.objects.clear_cache()
    WagtailSite.clear_site_root_paths_cache()
    cache.clear()
    kept.forget()


def _server_url() -> str:
    return os.environ["DATABASE_URL"]


@pytest.fixture(autouse=True)
def _arabic() -> Iterator[None]:
    """A request leaves its language active in its thread; every test begins in Arabic."""
    from django.utils import translation

    with translation.override("ar"):
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """No test finds what another one cached."""
    from django.core.cache import cache

    from exchange.design import kept

    cache.clear()
    kept.forget()


@pytest.fixture(autouse=True)
def _empty_index() -> None:
    """No test finds what another one has written to the index; whoever keeps one names a folder of its own."""
    shutil.rmtree(plain_settings.SEARCH_INDEX_DIR, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _shipped_vocabulary() -> None:
    """Words mean in every test what they mean as shipped; tests/finding says where its editors' changes count."""
    from search.vocabulary import current

    current.provide(None)


# -- servers


@pytest.fixture(scope="session")
def servers_home() -> Iterator[Path]:
    """A folder that PostgreSQL's own user can reach."""
    home = Path(tempfile.mkdtemp(prefix="exchange-servers-"))
    home.chmod(0o755)
    yield home
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(servers_home) -> Iterator[Postgres]:
    """A PostgreSQL server for the run: `url`, `create(name)`, `drop(name)`."""
    server = Postgres(servers_home / "postgres").start()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def redis(servers_home) -> Iterator[Redis]:
    """A Redis server for the run: `url`, `stop()`, `kill()`, `start()`; a test that stops it starts it again."""
    server = Redis(servers_home / "redis").start()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def elasticsearch(servers_home) -> Iterator[Elasticsearch]:
    """An Elasticsearch node for the run: `url`, `stop()`, `pause()`, `wipe()`; who harms it sees that it runs again."""
    node = Elasticsearch(servers_home / "elasticsearch").start()
    yield node
    node.remove()


@pytest.fixture
def make_site() -> Iterator:
    """`make_site("empty" | "demo", env={…})`: a started server; on PostgreSQL and Redis in the run that has them."""
    made: list[Site] = []

    def make(kind: str = "empty", *, start: bool = True, **options) -> Site:
        made.append(Site(kind, **(_parts() | options)))
        return made[-1].start() if start else made[-1]

    yield make
    for site in made:
        site.remove()


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The demo network on a running server, shared by the whole run."""
    site = Site("demo", **_parts()).start()
    yield site
    site.remove()


def _parts() -> dict[str, str]:
    return {"postgres_url": os.environ.get("DATABASE_URL", ""), "redis_url": os.environ.get("REDIS_URL", "")}


# -- browsers


@pytest.fixture(scope="session")
def base_url(site) -> str:
    return site.url


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    return {
        "executable_path": shutil.which("chromium") or "/usr/bin/chromium",
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(base_url) -> dict:
    return {
        "base_url": base_url,
        "locale": "ar",
        "timezone_id": "Asia/Hebron",
        "viewport": {"width": 1280, "height": 900},
        "reduced_motion": "reduce",
    }


@pytest.fixture
def open_page(browser, browser_context_args, site) -> Iterator:
    """`open_page(language="ar", width=1280, sign_in=None, javascript=True, url=None)`: a page of its own browser.

    `sign_in` is (e-mail, password). At the end of the test no page may have thrown an error, broken the content
    policy or asked another machine for anything; what a test expects it takes out of `page.faults`.
    """
    from playwright.sync_api import expect

    expect.set_options(timeout=EXPECT_MS)
    opened = []

    def open_(language: str = "ar", width: int = 1280, *, sign_in=None, javascript: bool = True, url=None):
        home = url or site.url
        context = browser.new_context(
            **browser_context_args
            | {
                "base_url": home,
                "locale": language,
                "viewport": {"width": width, "height": 780 if width < 600 else 900},
                "has_touch": width < 600,
                "java_script_enabled": javascript,
            }
        )
        context.add_cookies([{"name": "language", "value": language, "url": home}])
        if sign_in:
            session = (site if home == site.url else _At(home)).sign_in(*sign_in)
            context.add_cookies([{"name": c.name, "value": c.value, "url": home} for c in session.cookies])
        page = context.new_page()
        page.language, page.faults = language, []
        _watch(page, home)
        opened.append(page)
        return page

    yield open_
    faults = [fault for page in opened for fault in page.faults]
    for page in opened:
        page.context.close()
    assert faults == []


class _At(Site):
    """A site that somebody else started, to sign in at."""

    def __init__(self, url: str) -> None:
        self.url = url


def _watch(page, home: str) -> None:
    def on_console(message) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            page.faults.append(message.text)

    def on_request(request) -> None:
        if not request.url.startswith((home, "data:", "blob:", "about:", home.replace("http", "ws", 1))):
            page.faults.append(f"asked for {request.url}")

    page.on("console", on_console)
    page.on("request", on_request)
    page.on("pageerror", lambda error: page.faults.append(str(error)))


@pytest.fixture
def page_ar(open_page):
    return open_page("ar")


@pytest.fixture
def page_en(open_page):
    return open_page("en")


@pytest.fixture
def phone_ar(open_page):
    return open_page("ar", 360)


@pytest.fixture
def phone_en(open_page):
    return open_page("en", 360)


@pytest.fixture
def screenshot():
    """`screenshot(page, name)` writes var/screenshots/<name>-<language>-<width>.png, the whole page; its path."""

    def take(page, name: str) -> Path:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = SCREENSHOTS / f"{name}-{page.language}-{page.viewport_size['width']}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return take


@pytest.fixture(autouse=True)
def _rows_beside_a_browser(request, monkeypatch) -> None:
    """Playwright keeps an event loop in this thread, which Django takes for asynchronous code."""
    if BROWSER_FIXTURES & set(request.fixturenames):
        monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def sqlite_integrity(path: Path) -> str:
    """What SQLite says of a database file: "ok" when it is sound."""
    with sqlite3.connect(path) as database:
        return database.execute("PRAGMA integrity_check").fetchone()[0]


@pytest.fixture
def count_queries():
    """`count_queries(client, address)`: how often the database was asked for one page that answers 200."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(client, address: str) -> int:
        # The first visit fills what is remembered by the process, such as content types.
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    return count
