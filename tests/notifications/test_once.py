"""Every fact reaches everybody whom it concerns, once in effect, whatever dies in between."""

import threading
import time

import pytest

from tests.servers.smtp import Smtp

SETTING = """
from tests import factories as make
platform = make.platform("finance")
for number in range(3):
    make.join(make.stranger(email=f"coordinator{number}@city.ps"), platform, is_coordinator=True)
"""
ASKING = """
from exchange.platforms.actions import ask_to_join
from exchange.platforms.models import Platform
from tests import factories as make
ask_to_join(platform=Platform.objects.get(slug="finance"), by=make.stranger(email="new@city.ps"), reason="أريد")
"""
STATES = """
from exchange.notifications.models import Notification
kind = "platforms.membership_requested"
print("STATES", sorted(Notification.objects.filter(entry__kind=kind).values_list("mail", flat=True)))
"""
COORDINATORS = [f"coordinator{number}@city.ps" for number in range(3)]


@pytest.fixture
def smtp():
    server = Smtp()
    yield server
    server.stop()


def asked(smtp: Smtp) -> list:
    """The deliveries of the one request to join."""
    return [one for one in smtp.delivered if "/members/" in one.mail.get_body(("plain",)).get_content()]


def wait_until(is_so, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.1)


def states(site) -> str:
    return site.manage("shell", stdin=STATES).rpartition("STATES ")[2].strip()


def test_a_server_killed_after_sending_and_before_noting_it_tells_everybody_once(make_site, smtp):
    site = make_site("empty", env={"EMAIL_URL": smtp.url})
    site.manage("shell", stdin=SETTING)
    wait_until(lambda: len({one.to for one in smtp.delivered}) == 3)
    killed = threading.Event()

    def kill(delivered) -> None:
        # The mail is here, the server does not know it yet.
        if not killed.is_set() and asked(smtp):
            killed.set()
            site.kill()

    smtp.before_answer = kill
    site.manage("shell", stdin=ASKING)
    assert killed.wait(60)
    site.start()
    wait_until(lambda: {one.to for one in asked(smtp)} == set(COORDINATORS))
    wait_until(lambda: states(site) == "['sent', 'sent', 'sent']")

    # The mail that was under way came twice, under one name: a mailbox shows it once. All others came once.
    counts = sorted(sum(one.to == to for one in asked(smtp)) for to in COORDINATORS)
    assert counts == [1, 1, 2]
    for to in COORDINATORS:
        names = {one.message_id for one in asked(smtp) if one.to == to}
        assert len(names) == 1
        assert len([mail for mail in smtp.mailbox(to) if mail["Message-ID"] in names]) == 1
    assert len({one.message_id for one in asked(smtp)}) == 3
