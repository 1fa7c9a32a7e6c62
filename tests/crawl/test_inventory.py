"""No address is forgotten: the crawl knows every pattern of the resolver, and no other."""

from django.urls import URLResolver, get_resolver, resolve
from django.utils.translation import override

from tests.crawl.inventory import GROUPS, addresses, kind_of, paths
from tests.crawl.planting.planted import COMMON


def routes_of(resolver, prefix: str = ""):
    for pattern in resolver.url_patterns:
        # As Django writes it down for a request that it has resolved.
        route = URLResolver._join_route(prefix, str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from routes_of(pattern, route)
        else:
            yield route


def test_every_pattern_of_the_product_is_in_the_inventory_once_and_nothing_else_is():
    with override("ar"):
        known = set(routes_of(get_resolver()))
    listed = [route for routes in GROUPS.values() for route in routes]
    assert sorted(known - set(listed)) == []
    assert sorted(set(listed) - known) == []
    assert len(listed) == len(set(listed))


def test_every_address_that_is_walked_leads_to_the_pattern_that_it_stands_for(network):
    lost = {}
    for routes in GROUPS.values():
        for route in routes:
            for path in paths(route, network.rows):
                with override("ar"):
                    found = resolve(path).route
                if found != route:
                    lost[path] = (route, found)
    assert lost == {}


def test_every_kind_of_object_was_planted(network):
    empty = {kind_of(route) for routes in GROUPS.values() for route in routes} - {""} - set(network.rows)
    assert empty == set()
    assert {kind for kind, rows in network.rows.items() if not rows} == set()


def test_how_many_addresses_are_walked(network):
    count = sum(len(addresses(route, network.rows, COMMON)) for routes in GROUPS.values() for route in routes)
    assert count > 2400
