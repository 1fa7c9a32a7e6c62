"""The page of results, where there are none."""

import re

import pytest

pytestmark = pytest.mark.django_db
BUTTON = re.compile(r'<div class="empty">.*?<a class="button[^"]*" href="([^"]*)">(.*?)</a>', re.DOTALL)


@pytest.mark.parametrize(
    ("query", "button"),
    [
        ("q=قزحلب", []),
        ("q=قزحلب&kind=guide", [("?q=%D9%82%D8%B2%D8%AD%D9%84%D8%A8", "البحث في جميع المنصات والأنواع")]),
    ],
)
def test_nothing_found_offers_a_wider_search_only_where_it_was_narrowed(client, query, button):
    assert BUTTON.findall(client.get(f"/ar/search/?{query}").content.decode()) == button
