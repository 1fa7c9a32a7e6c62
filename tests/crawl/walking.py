"""Going to every address as one role, and noting what is seen there."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.messages import get_messages
from django.test import Client

from exchange.people.models import User
from tests.crawl.canaries import CANARY
from tests.crawl.inventory import GROUPS, addresses
from tests.crawl.planting.planted import COMMON, Planted
from tests.crawl.roles import ADMINISTRATOR, ROLES, STAFF, VISITOR, may_know

# Wagtail's page for looking at its error page; and the one that says that no worker runs here.
FAILS = {"/admin/failwhale/", "/readyz"}
STEPS = 3


class Browser(Client):
    """Django's test client without the copies that it keeps of every template's context."""

    def request(self, **request):
        response = self.handler(self._base_environ(**request))
        self.cookies.update(response.cookies)
        return response


def sign_in(planted: Planted, role: str, **options) -> Browser:
    """A browser in which the role is signed in; the visitor's has no cookie."""
    client = Browser(**options)
    if role != VISITOR:
        client.force_login(
            User.objects.get(pk=planted.people[role]), "django.contrib.auth.backends.ModelBackend"
        )
    return client


@dataclass
class Walk:
    """What one role saw: canaries by address, those of them that it may not know, and the addresses that broke."""

    planted: Planted
    role: str
    seen: dict[str, set[str]] = field(default_factory=dict)
    leaks: dict[str, list[str]] = field(default_factory=dict)
    broken: dict[str, int] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.client = sign_in(self.planted, self.role)
        self.allowed = self.planted.canaries.of(*may_know(self.role))

    def look(self, address: str, *, method: str = "get", **headers):
        """Fetch an address, follow where it leads within the site, note what was seen on the way; the last answer."""
        if self.role != VISITOR and not self.client.cookies[settings.SESSION_COOKIE_NAME].value:
            # Wagtail's way out takes the cookie away from whoever comes by.
            self.client = sign_in(self.planted, self.role)
        # What was to be told on the next page is not carried along: thousands of messages would gather.
        self.client.cookies.pop("messages", None)
        response = getattr(self.client, method)(address, **headers)
        self.note(address, response)
        for _step in range(STEPS):
            target = response.headers.get("Location", "").partition("#")[0]
            if not target.startswith("/") or target.startswith("/accounts/login/") or target in self.statuses:
                break
            response = self.client.get(target)
            self.note(target, response, asked=address)
        return response

    def note(self, address: str, response, asked: str = "") -> None:
        """Write down what an answer shows beyond what the question itself already said."""
        self.statuses[address] = response.status_code
        if response.status_code >= 500 and address not in FAILS:
            self.broken[address] = response.status_code
        said = set(CANARY.findall(asked or address))
        # What the next page would tell.
        told = [str(message) for message in get_messages(response.wsgi_request)]
        seen = self.planted.canaries.seen_in_response(response) | self.planted.canaries.seen_in(b"", *told)
        seen -= said
        if seen:
            self.seen[address] = self.seen.get(address, set()) | seen
        if forbidden := seen - self.allowed:
            self.leaks[address] = self.planted.canaries.told(forbidden)

    def everywhere(self, groups=tuple(GROUPS)) -> "Walk":
        """Go to every address of the inventory."""
        for address in every_address(self.planted, groups, role=self.role):
            self.look(address)
            if address.startswith("/documents/"):
                self.look(address, method="head")
        return self

    def everything_seen(self) -> set[str]:
        return set().union(*self.seen.values())


def every_address(planted: Planted, groups=tuple(GROUPS), *, role: str = "") -> Iterator[str]:
    """All addresses of these groups of the inventory, with the objects that tell most about this role.

    The admin refuses those without a role there before it looks at any object: one of each kind does, for the member
    at every address, for others at every third. The editor meets everything that is not theirs, and some of what is;
    the coordinator less of what is not; the administrator, some of all.
    """
    for group in groups:
        rows, routes = planted.rows, GROUPS[group]
        if group == "admin" and role:
            rows = {kind: _for_admin(role, kind, rows) for kind, rows in planted.rows.items()}
            if role not in STAFF | {"member"}:
                routes = routes[ROLES.index(role) % 3 :: 3]
        for route in routes:
            yield from addresses(route, rows, COMMON)


def _for_admin(role: str, kind: str, rows: list[dict]) -> list[dict]:
    if role not in STAFF:
        return rows[-1:]
    if kind == "pages" and role == "coordinator":
        return [row for number, row in enumerate(rows) if row["platform"] == "A" or number % 2]
    if kind in ("pages", "files", "pictures") and role != ADMINISTRATOR:
        return rows
    return rows[:: max(1, len(rows) // 3)]
