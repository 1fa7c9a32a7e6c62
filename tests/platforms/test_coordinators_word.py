"""What a coordinator says with a decision reaches the person whom it concerns: by mail and on the platform's page."""

import pytest
from django.core import mail
from django.urls import reverse

from exchange.journal.worker import drain
from exchange.platforms import actions
from exchange.platforms.models import Membership
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)
WORD = "انتقلتم إلى دائرة أخرى"


def removed(platform, word: str = WORD):
    person = make.member(platform)
    membership = Membership.objects.get(person=person, platform=platform)
    actions.remove_member(membership=membership, by=make.administrator(), answer=word)
    return person


def test_who_was_removed_reads_why_on_the_page_of_the_platform_and_nobody_else_does(client):
    platform = make.platform("finance")
    person, colleague = removed(platform), make.member(platform)
    address = platform.get_absolute_url()
    assert WORD not in client.get(address).content.decode()
    client.force_login(colleague)
    assert WORD not in client.get(address).content.decode()
    client.force_login(person)
    page = client.get(address).content.decode()
    assert WORD in page
    assert reverse("platform_join", args=["finance"]) in page


@pytest.mark.parametrize(("audience", "has_way"), [("everyone", True), ("platform", False)])
def test_the_mail_of_a_removal_leads_to_the_platform_where_it_is_still_seen(audience, has_way):
    platform = make.platform("finance", audience=audience)
    person = removed(platform)
    drain()
    (body,) = (message.body for message in mail.outbox if message.to == [person.email])
    assert WORD in body
    assert (platform.get_absolute_url() in body) == has_way


def test_who_was_refused_reads_why_until_they_ask_again(client):
    platform, person = make.platform("finance"), make.stranger()
    membership = actions.ask_to_join(platform=platform, by=person, reason="عملي")
    actions.refuse_request(membership=membership, by=make.administrator(), answer=WORD)
    client.force_login(person)
    assert WORD in client.get(platform.get_absolute_url()).content.decode()
    actions.ask_to_join(platform=platform, by=person, reason="عملي الآن")
    assert WORD not in client.get(platform.get_absolute_url()).content.decode()


def test_a_welcome_that_was_overtaken_does_not_carry_the_word_of_the_removal():
    person = removed(make.platform("finance"))
    drain()
    told = [message.body for message in mail.outbox if message.to == [person.email]]
    assert [WORD in body for body in told] == [True]


def test_who_is_taken_in_again_is_welcomed_without_the_word_of_the_removal():
    platform = make.platform("finance")
    person = removed(platform)
    drain()
    mail.outbox.clear()
    actions.add_member(platform=platform, person=person, by=make.administrator())
    drain()
    told = [message.body for message in mail.outbox if message.to == [person.email]]
    assert [WORD in body for body in told] == [False]
