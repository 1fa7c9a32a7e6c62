"""When something breaks, the page that says so needs nothing that may be broken, and names a report to ask about."""

import json
import re

import pytest
from django.test import RequestFactory

from exchange.front import views


@pytest.mark.parametrize("path", ["/ar/desk/", "/en/desk/", "/%0aforged"])
def test_a_broken_page_says_so_without_the_database_and_names_its_report(path, caplog):
    """No database is open to this test: a query would fail it."""
    answer = views.server_error(RequestFactory().get(path))
    text = answer.content.decode()
    assert answer.status_code == 500
    assert "حدث خلل عندنا." in text
    assert "Something broke on our side." in text
    (number,) = set(re.findall(r"<bdi[^>]*>([0-9a-f]{8})</bdi>", text))
    (line,) = caplog.messages
    assert line == f"report {number}: GET {path.replace('%0a', '%0A')}"


def test_a_broken_address_of_the_api_answers_as_the_api_does(caplog):
    answer = views.server_error(RequestFactory().get("/api/v1/search"))
    (number,) = re.findall("report ([0-9a-f]{8})", caplog.text)
    assert answer.status_code == 500
    assert json.loads(answer.content) == {"detail": f"Something broke on our side. Report number: {number}"}
