"""A running server with a platform and its people, and what they do there over HTTP."""

import json
import re
import uuid

import requests

from tests.factories import PASSWORD
from tests.servers.site import csrf

MAKE = """
import json
from tests import factories
platform = factories.platform("finance")
coordinator = factories.member(platform, "منسّقة", is_coordinator=True)
members = [factories.member(platform, f"عضو {n}") for n in range(%(members)s)]
print(json.dumps({"coordinator": coordinator.email, "members": [one.email for one in members],
                  "platform": platform.pk}))
"""


class Stage:
    """A site with a session for each person: `coordinator`, `members`, and `guest`, a member who may leave or sign out.

    `discussion()` opens one and gives its key.
    """

    def __init__(self, site, *, members: int) -> None:
        self.site = site
        made = json.loads(
            site.manage("shell", "-v0", "-c", MAKE % {"members": members + 1}).strip().splitlines()[-1]
        )
        self.platform = made["platform"]
        self.emails = [made["coordinator"], *made["members"]]
        # One after the other: the count of sign-ins of an address is taken under a lock that waits one second at most.
        self.coordinator, *self.members, self.guest = map(self.sign_in, self.emails)

    def sign_in(self, email: str) -> requests.Session:
        return self.site.sign_in(email, PASSWORD)

    def send(self, session: requests.Session, path: str, **fields) -> requests.Response:
        """A form as the browser sends it; redirects are not followed."""
        return requests.post(
            self.site.url + path,
            data=fields,
            headers={"X-CSRFToken": csrf(session), "Referer": f"{self.site.url}/"},
            cookies=session.cookies,
            allow_redirects=False,
            timeout=60,
        )

    def discussion(self, audience: str = "platform") -> int:
        answer = self.send(
            self.coordinator,
            "/ar/forum/new/",
            platform=self.platform,
            title="كيف نجبي رسوم المياه؟",
            text="السؤال",
            audience=audience,
        )
        assert answer.status_code == 302, answer.text
        return int(re.search(r"/forum/(\d+)-", answer.headers["Location"])[1])

    def say(self, session: requests.Session, discussion: int, text: str, client_id: str = "", **options):
        """Post as the live page does."""
        return requests.post(
            f"{self.site.url}/ar/forum/{discussion}/posts/",
            data={"text": text, "client_id": client_id or str(uuid.uuid4())},
            headers={
                "Accept": "application/json",
                "X-CSRFToken": csrf(session),
                "Referer": f"{self.site.url}/",
            },
            cookies=session.cookies,
            timeout=options.pop("timeout", 60),
            **options,
        )

    def log(self, discussion: int) -> list[dict]:
        """Every post in the database in the order of their changes, as a page that begins anew reads them."""
        changes, after, has_more = [], 0, True
        while has_more:
            address = f"{self.site.url}/ar/forum/{discussion}/changes/?after={after}"
            told = requests.get(address, cookies=self.coordinator.cookies, timeout=60).json()
            changes += told["changes"]
            after, has_more = told["last"], told["more"]
        return changes
