"""The canary crawl: whoever goes to every address sees what the table of roles allows, all of it and nothing else."""

import pytest

from tests.crawl.roles import ACCOUNTS, ADMINISTRATOR, AUDIENCES, ROLES, may_know
from tests.crawl.walking import Walk


@pytest.mark.parametrize("role", ROLES)
def test_a_role_sees_what_is_for_it_and_nothing_else_at_any_address(network, role):
    walk = Walk(network, role).everywhere()
    assert walk.broken == {}
    assert walk.leaks == {}
    # That all that is allowed was seen shows that the walk looks where the canaries are.
    if role == ADMINISTRATOR:
        # Who sees everything looks at some objects of each kind, and so at something of each audience.
        assert {network.canaries.audience[word] for word in walk.everything_seen()} >= {"B", "C", "everyone"}
    else:
        assert network.canaries.told(walk.allowed - walk.everything_seen()) == []


@pytest.mark.parametrize("role", ACCOUNTS)
def test_a_mail_says_nothing_beyond_the_audiences_of_who_gets_it(network, role):
    mailed = network.mailed_to(role)
    assert network.canaries.told(mailed - network.canaries.of(*may_know(role))) == []


def test_mails_were_sent_to_those_whom_things_concern(network):
    told = {role for role in ACCOUNTS if network.mailed_to(role)}
    assert told == set(ACCOUNTS) - {"stranger", "requested"}


def test_the_table_names_every_audience_and_every_audience_has_canaries(network):
    assert set(network.canaries.audience.values()) == set(AUDIENCES)
