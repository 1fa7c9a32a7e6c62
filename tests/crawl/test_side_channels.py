"""What is hidden is told by nothing else either: not by a status, not by a number, not by an order."""

import re

import pytest

from exchange.forum import actions as forum
from exchange.forum.models import Discussion, Post
from exchange.journal.worker import drain
from exchange.library.models import GuidePage
from exchange.platforms import actions as platforms
from exchange.platforms.models import Platform
from exchange.workshops import actions as workshops
from exchange.workshops.models import Registration, Workshop
from tests import factories as make
from tests.crawl.canaries import NOWHERE
from tests.crawl.inventory import GROUPS, kind_of, paths
from tests.crawl.planting.planted import COMMON
from tests.crawl.roles import VISITOR
from tests.crawl.walking import sign_in
from tests.workshops.making import workshop

MISSING = 999_999
# What differs between two answers to the same question.
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=|"took_ms": ?)"?[\w.]+"?')
OUTSIDERS = (VISITOR, "stranger", "network", "former", "member")


def hidden_rows(network) -> dict[str, list[dict]]:
    """Objects that none of the outsiders sees, as addresses name them."""
    keys, slugs = network.keys, network.slugs
    posts = Post.objects.filter(discussion__in=[keys["C discussion"], keys["B party discussion"]])
    places = [row for row in network.rows["memberships"] if row["slug"] == slugs["C"]]
    works = [
        GuidePage.objects.get(pk=keys[place]) for place in ("C work", "B party work", "B unpublished work")
    ]
    return {
        "platforms": [{"slug": slugs["C"]}],
        "memberships": places,
        "discussions": [{"pk": keys[place], "slug": "x"} for place in ("C discussion", "B party discussion")],
        "posts": [{"pk": pk} for pk in posts.values_list("pk", flat=True)],
        "workshops": [
            {"pk": keys[place], "slug": "x"}
            for place in ("C workshop", "B party workshop", "B draft workshop")
        ],
        "registrations": [
            {"pk": one.workshop_id, "slug": "x", "number": one.number}
            for one in Registration.objects.filter(workshop=keys["B platform workshop"])
        ],
        "paths": [{"path": work.url.split("/", 2)[2]} for work in works],
        "notifications": [{"pk": network.person("coordinator").notifications.latest("pk").pk}],
    }


def not_there(kind: str, row: dict) -> dict:
    """The same with the name of an object that does not exist."""
    if kind == "memberships":
        return row | {"slug": NOWHERE, "pk": MISSING}
    if kind == "platforms":
        return {"slug": NOWHERE}
    if kind == "paths":
        return {"path": f"platforms/{NOWHERE}/library/{NOWHERE}/"}
    if kind == "registrations":
        return row | {"pk": MISSING, "number": MISSING}
    return row | {"pk": MISSING}


def pairs(network) -> list[tuple[str, str]]:
    """For each pattern and each hidden object: its address, and the address of what does not exist."""
    found = []
    for route in (*GROUPS["public"], *GROUPS["signed"]):
        kind = kind_of(route)
        for row in hidden_rows(network).get(kind, ()):
            for there, nowhere in zip(
                paths(route, {kind: [row]}), paths(route, {kind: [not_there(kind, row)]}), strict=True
            ):
                if there != nowhere:
                    found.append((there, nowhere))
    return found


def answer(client, method: str, address: str) -> tuple:
    """Status, headers and text of an answer, without the address itself and without what differs each time."""
    response = getattr(client, method)(address)
    headers = {name: value.replace(address, "…") for name, value in response.headers.items()}
    for changing in ("Content-Length", "Expires"):
        headers.pop(changing, None)
    return (
        response.status_code,
        headers,
        TOKEN.sub("", response.content.decode())
        .replace(address, "…")
        .replace(address.replace("/ar/", "/en/", 1), "…"),
    )


@pytest.mark.parametrize("role", OUTSIDERS)
def test_what_is_hidden_is_answered_like_what_does_not_exist(network, role):
    client, asked = sign_in(network, role), pairs(network)
    assert len(asked) > 60
    for there, nowhere in asked:
        for method in ("get", "post"):
            assert answer(client, method, there) == answer(client, method, nowhere), f"{method} {there}"


# Where lists, numbers and the newest stand.
LISTS = (
    "/ar/", "/ar/desk/", "/ar/library/", "/ar/forum/", "/ar/workshops/", "/ar/workshops/?when=past",
    "/ar/workshops/month/", "/ar/notifications/", "/sitemap.xml", f"/ar/search/?q={COMMON}", "/ar/platforms/{A}/",
    "/ar/platforms/{B}/", "/ar/platforms/{A}/members/", "/ar/library/?platform={B}", "/ar/forum/?platform={B}",
    "/ar/workshops/?platform={B}", f"/api/v1/search?q={COMMON}&page_size=100", f"/api/v1/search/suggest?q={COMMON}",
)  # fmt: skip


def lists(network, roles) -> dict:
    """What every list shows to each of the roles."""
    addresses = [address.format(**network.slugs) for address in LISTS]
    clients = {role: sign_in(network, role) for role in roles}
    return {(role, one): answer(client, "get", one) for role, client in clients.items() for one in addresses}


def much_happens_behind_doors(network) -> None:
    """In C, which is closed, and in the hidden parts of B: new things of all kinds, and changes to those there are."""
    keys, by = network.keys, network.person("administrator")
    closed, other = Platform.objects.get(pk=keys["platform C"]), Platform.objects.get(pk=keys["platform B"])
    for platform, audience in ((closed, "platform"), (other, "party")):
        make.work(platform, f"{COMMON} جديد", audience=audience)
        forum.open_discussion(platform=platform, by=by, title=f"{COMMON} جديد", text="نص", audience=audience)
        workshop(platform, by=by, audience=audience, title_ar=f"{COMMON} جديدة")
    workshop(other, by=by, is_published=False, title_ar=f"{COMMON} مسودة")
    forum.post(discussion=Discussion.objects.get(pk=keys["B party discussion"]), by=by, text=f"{COMMON} رد")
    forum.post(discussion=Discussion.objects.get(pk=keys["C discussion"]), by=by, text=f"{COMMON} رد")
    # Somebody who is of the network anyhow: a member of C more, a request to B more, a seat in B more.
    workshops.register(workshop=Workshop.objects.get(pk=keys["C workshop"]), by=by)
    platforms.add_member(platform=closed, person=by, by=by)


def test_what_happens_behind_closed_doors_changes_no_list_and_no_number(network):
    roles = (VISITOR, "stranger", "network", "member")
    drain()
    before = lists(network, roles)
    much_happens_behind_doors(network)
    drain()
    after = lists(network, roles)
    assert [place for place in before if before[place] != after[place]] == []


def test_the_lists_that_are_compared_would_show_it(network):
    """The twin: the same lists do change for who sees what happened."""
    drain()
    before = lists(network, ("administrator",))
    much_happens_behind_doors(network)
    drain()
    after = lists(network, ("administrator",))
    changed = {address for (_role, address) in before if before[_role, address] != after[_role, address]}
    assert changed >= {"/ar/library/", "/ar/forum/", "/ar/workshops/", f"/ar/search/?q={COMMON}"}


@pytest.mark.parametrize("deed", ["hidden", "deleted"])
def test_a_post_that_was_taken_away_counts_in_no_list(network, deed):
    """Its readers see the gap where it stood, and when the discussion moved; they count what can be read."""
    discussion, by = (
        Discussion.objects.get(pk=network.keys["A everyone discussion"]),
        network.person("coordinator"),
    )
    # So that it stands in the same place of the lists before and after.
    forum.post(discussion=discussion, by=by, text="باقٍ")
    addresses = (
        "/ar/forum/",
        f"/ar/forum/?platform={network.slugs['A']}",
        f"/ar/platforms/{network.slugs['A']}/",
    )
    clients = [sign_in(network, role) for role in (VISITOR, "network", "member")]
    before = [counts(client, address) for client in clients for address in addresses]
    post, _created = forum.post(discussion=discussion, by=by, text="عابر")
    if deed == "hidden":
        forum.hide_post(post=post, by=by, reason="سبب")
    else:
        forum.delete_post(post=post, by=by)
    assert all(before)
    assert [counts(client, address) for client in clients for address in addresses] == before


def counts(client, address: str) -> list[str]:
    """The numbers of replies in a list, from top to bottom."""
    return re.findall(r"<span>(رد[^<]*|[^<]*رد[^<]*)</span>", client.get(address).content.decode())


def test_what_is_told_elsewhere_leaves_the_number_of_the_unread_as_it_is(network):
    drain()
    client, member = sign_in(network, "member"), network.person("member")
    before = member.notifications.unread().count(), answer(client, "get", "/ar/library/")
    much_happens_behind_doors(network)
    drain()
    assert (member.notifications.unread().count(), answer(client, "get", "/ar/library/")) == before
