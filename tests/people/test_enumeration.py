"""Nobody learns from our answers who has an account."""

import re
from unittest.mock import patch

import pytest
from django.contrib.auth import hashers
from django.test import Client

from exchange.people.models import User
from tests import factories as make
from tests.people.conftest import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_limits")]


def seen(answer, email: str) -> tuple:
    """What the asker sees: status, where it leads, headers, and the page without the address and the token."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode()).replace(
        email, "ADDRESS"
    )
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name not in ("Date", "Expires", "Content-Length")
    }
    return answer.status_code, headers, text, sorted(answer.cookies)


def post(path: str, address: str, **data) -> tuple[tuple, int]:
    """What is seen, on the page that follows too, and how many passwords were worked on."""
    client, work = Client(), []
    hasher = hashers.get_hasher().__class__
    with patch.object(hasher, "encode", _counting(hasher, work)):
        answer = client.post(path, data)
    shown = seen(answer, address)
    if answer.status_code == 302:
        shown += seen(client.get(answer["Location"]), address)
    return shown, len(work)


def _counting(hasher, work: list):
    encode = hasher.encode

    def counting(self, *args, **kwargs):
        work.append(1)
        return encode(self, *args, **kwargs)

    return counting


@pytest.fixture
def known() -> str:
    return make.stranger(email="known@city.ps").email


def test_a_wrong_password_and_a_wrong_address_are_told_apart_by_nothing(known, mails):
    page, work = post("/accounts/login/", known, login=known, password="not this one")
    other, other_work = post(
        "/accounts/login/", "other@city.ps", login="other@city.ps", password="not this one"
    )
    assert page == other
    assert page[0] == 200
    assert "البريد وكلمة المرور لا يتطابقان." in page[2]
    assert work == other_work
    assert mails() == []


@pytest.mark.parametrize("state", ["closed", "unconfirmed"])
def test_a_wrong_password_for_a_closed_or_unconfirmed_account_neither(state):
    person = make.stranger(email="known@city.ps", is_active=state != "closed")
    if state == "unconfirmed":
        person.emailaddress_set.update(verified=False)
    page, work = post("/accounts/login/", person.email, login=person.email, password="not this one")
    other, other_work = post(
        "/accounts/login/", "other@city.ps", login="other@city.ps", password="not this one"
    )
    assert page == other
    assert work == other_work


@pytest.mark.parametrize("spelling", ["known@city.ps", "KNOWN@City.ps", " known@city.ps "])
def test_signing_up_with_a_known_address_looks_like_signing_up(known, spelling, mails):
    form = {"name": "سناء", "password1": PASSWORD, "consent": "on"}
    page, work = post("/accounts/signup/", known, email=spelling, **form)
    (told,) = mails()
    other, other_work = post("/accounts/signup/", "other@city.ps", email="other@city.ps", **form)
    (confirm,) = mails()
    assert page == other
    assert page[0] == 302
    assert work == other_work == 1
    # Only the owner of the mailbox reads which of the two it was.
    assert (told.to, told.subject) == (["known@city.ps"], "لك حساب من قبل")
    assert (confirm.to, confirm.subject) == (["other@city.ps"], "تأكيد عنوان بريدك")
    assert User.objects.filter(email="known@city.ps").count() == 1
    assert User.objects.get(email="known@city.ps").check_password(make.PASSWORD)


def test_asking_for_a_new_password_looks_the_same(known, mails):
    page, _work = post("/accounts/password/reset/", known, email=known)
    (link,) = mails()
    other, _work = post("/accounts/password/reset/", "other@city.ps", email="other@city.ps")
    (none,) = mails()
    assert page == other
    assert (link.to, link.subject) == ([known], "تعيين كلمة مرور جديدة")
    assert (none.to, none.subject) == (["other@city.ps"], "لا حساب بهذا العنوان")


def test_a_second_address_that_belongs_to_another_looks_like_any_other(known, mails):
    pages = []
    for email in (known, "other@city.ps"):
        client = Client()
        client.force_login(make.stranger(name="سناء حدّاد"))
        answer = client.post("/accounts/email/", {"email": email, "action_add": "1"}, follow=True)
        # What names the one who asks is another's each time.
        own = r'person\d+@exchange.example|data-person="\w+"'
        pages.append(re.sub(own, "OWN", seen(answer, email)[2]))
        mails()
    assert pages[0] == pages[1]
