"""What is kept for one reader is shown to no other: readers go to the same pages by turns, with all caches on."""

from django.core.cache import cache

from tests.crawl.inventory import GROUPS, addresses
from tests.crawl.planting.planted import COMMON
from tests.crawl.walking import Walk

ROUNDS = 2
READERS = ("visitor", "stranger", "network", "member", "coordinator")
# Beside the pages without an object, so many objects of each kind.
OBJECTS = 3


def shared_addresses(network) -> list[str]:
    """Pages that look different to different readers."""
    rows = {kind: rows[:: max(1, len(rows) // OBJECTS)] for kind, rows in network.rows.items()}
    routes = [route for route in GROUPS["public"] if route.startswith("ar/") and "_util" not in route]
    return [one for route in routes for one in addresses(route, rows, COMMON) if not one.startswith("/en/")]


def test_readers_who_come_by_turns_are_shown_nothing_of_each_other(network):
    cache.clear()
    walks = [Walk(network, role) for role in READERS]
    asked = shared_addresses(network)
    assert len(asked) > 60
    for turn in range(ROUNDS):
        for number, address in enumerate(asked):
            # Each address is opened first by another role, in the second round by yet another.
            first = (number + turn * 3) % len(walks)
            for walk in walks[first:] + walks[:first]:
                walk.note(address, walk.client.get(address))
    assert {walk.role: walk.leaks for walk in walks if walk.leaks} == {}
    assert {walk.role: walk.broken for walk in walks if walk.broken} == {}


def test_a_page_is_the_same_whoever_opened_it_before(network):
    """Alone and after all others: what is kept changes no byte of anybody's page."""
    asked = [one for one in shared_addresses(network) if "?" not in one][:25]
    for role in ("visitor", "member"):
        walk, others = (
            Walk(network, role),
            [Walk(network, other) for other in ("coordinator", "administrator", "stranger")],
        )
        for address in asked:
            cache.clear()
            alone = seen(walk, address)
            cache.clear()
            for other in others:
                other.client.get(address)
            assert seen(walk, address) == alone, f"{role} {address}"


def seen(walk: Walk, address: str) -> tuple[int, frozenset[str]]:
    response = walk.client.get(address)
    return response.status_code, frozenset(walk.planted.canaries.seen_in_response(response))
