"""The whole site while Elasticsearch comes, goes and comes back emptied: pages answer, and in the end nothing is missing."""

import json
import time
import uuid

import pytest
import requests

from tests.search.conftest import remove_indices

PREPARE = """
import json
from django.contrib.sessions.backends.db import SessionStore
from exchange.forum.actions import open_discussion
from exchange.people.models import User
from exchange.platforms import actions

admin = User.objects.create_superuser("admin@exchange.example", "x", name="Admin")
platform = actions.create_platform(by=admin, slug="away", name_ar="منصة الغياب", name_en="Away")
person = User.objects.create_user("writer@exchange.example", None, name="كاتب")
actions.add_member(platform=platform, person=person, by=admin)
person.refresh_from_db()
session = SessionStore()
session["_auth_user_id"] = str(person.pk)
session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
session["_auth_user_hash"] = person.get_session_auth_hash()
session.create()
discussion = open_discussion(platform=platform, by=admin, title="صمود", text="نكتب ونبحث")
discussion = discussion[0] if isinstance(discussion, tuple) else discussion
print(json.dumps({"key": session.session_key, "discussion": discussion.pk}))
"""


@pytest.fixture
def away(make_site, elasticsearch):
    """A site on Elasticsearch, and a member of it who writes and searches."""
    prefix = f"site-{uuid.uuid4().hex[:12]}"
    if not elasticsearch.is_running:
        elasticsearch.start()
    env = {"ELASTICSEARCH_URL": elasticsearch.url, "ELASTICSEARCH_INDEX": prefix}
    site = make_site("empty", start=False, env=env)
    member = Member(site, json.loads(site.shell(PREPARE).splitlines()[-1]))
    site.start()
    member.prefix = prefix
    yield member
    site.stop()
    if not elasticsearch.is_running:
        elasticsearch.start()
    remove_indices(elasticsearch.url, prefix)


class Member:
    prefix = ""

    def __init__(self, site, plan):
        self.site, self.discussion = site, plan["discussion"]
        self.session = requests.Session()
        self.session.cookies.set("sessionid", plan["key"])
        self.session.cookies.set("csrftoken", "r" * 32)
        self.session.headers.update({"X-CSRFToken": "r" * 32, "Referer": site.url + "/"})

    def write(self, word):
        answer = self.session.post(
            f"{self.site.url}/ar/forum/{self.discussion}/posts/",
            json={"text": f"هنا {word}", "client_id": str(uuid.uuid4())},
            headers={"Accept": "application/json"},
            timeout=30,
        )
        assert answer.status_code == 201

    def finds(self, word):
        answer = self.session.get(f"{self.site.url}/api/v1/search", params={"q": word}, timeout=30)
        assert answer.status_code == 200
        return answer.json()["total"]

    def page(self, word):
        answer = self.session.get(f"{self.site.url}/en/search/", params={"q": word}, timeout=30)
        assert answer.status_code == 200
        return answer.text

    def search(self):
        """What /readyz says of it."""
        answer = requests.get(f"{self.site.url}/readyz", timeout=30)
        assert answer.status_code == 200
        return answer.json()["search"]


def until(condition, seconds):
    """How many seconds it took to come about."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds
        time.sleep(0.1)
    return time.monotonic() - began


NOTICE = "Search runs in a reduced way at the moment."


def test_elasticsearch_comes_goes_and_comes_back_emptied(away, elasticsearch):
    # A new server holds nothing: the worker fills it, and until then the other index answers.
    until(lambda: away.search() == "ok", 60)
    away.write("حصحص")
    took = until(lambda: away.finds("حصحص") == 1, 20)
    print(f"found {took:.1f} s after it was written")
    assert NOTICE not in away.page("حصحص")

    elasticsearch.stop()
    assert NOTICE in away.page("صمود")
    assert away.finds("صمود") == 1
    assert away.search().startswith("reduced: ")
    away.write("زقزق")

    elasticsearch.wipe()
    elasticsearch.start()
    until(lambda: away.search() == "ok", 90)
    until(lambda: away.finds("زقزق") == 1, 150)
    assert away.finds("حصحص") == 1
    assert NOTICE not in away.page("زقزق")
    assert "holds exactly what" in away.site.manage("search_index", "--check")
