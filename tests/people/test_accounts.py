"""Accounts as facts: passwords, sessions, closing, names, the mails about them."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from exchange.journal.models import Entry
from exchange.people import actions
from exchange.people.forms import clean_name
from exchange.people.models import Consent, User
from tests import factories as make
from tests.people.conftest import PASSWORD, path_in

pytestmark = pytest.mark.django_db


def facts(person) -> list[str]:
    return [entry.kind for entry in Entry.objects.about(person)]


def signed_in(person) -> Client:
    client = Client()
    answer = client.post("/accounts/login/", {"login": person.email, "password": make.PASSWORD})
    assert answer.status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/ar/people/profile/edit/").status_code == 200


def test_signing_out_is_a_fact():
    person = make.stranger()
    client = signed_in(person)
    assert is_in(client)
    assert client.post("/accounts/logout/")["Location"] == "/"
    assert not is_in(client)
    assert facts(person)[-1] == "people.signed_out"


def test_a_new_password_is_a_fact_ends_other_sessions_and_is_told(mails):
    person = make.stranger()
    here, there = signed_in(person), signed_in(person)
    answer = here.post(
        "/accounts/password/change/",
        {"oldpassword": make.PASSWORD, "password1": PASSWORD, "password2": PASSWORD},
    )
    assert answer.status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)
    assert facts(person)[-1] == "people.password_changed"
    (told,) = mails()
    assert (told.to, told.subject) == ([person.email], "تغيّرت كلمة مرورك")


def test_a_link_to_a_new_password_works_once_and_ends_all_sessions(mails):
    person = make.stranger()
    client = signed_in(person)
    Client().post("/accounts/password/reset/", {"email": person.email})
    (sent,) = mails()
    link, other = path_in(sent), Client()
    page = other.get(link)
    # The key leaves the address before the page is drawn.
    assert page.status_code == 302 and page["Location"].endswith("-set-password/")
    answer = other.post(page["Location"], {"password1": PASSWORD, "password2": PASSWORD})
    assert answer["Location"] == "/accounts/password/reset/key/done/"
    assert not is_in(client)
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)
    assert "people.password_changed" in facts(person)
    assert "مستعمل" in Client().get(link).text


def test_a_link_to_a_new_password_dies_with_the_next_password(mails):
    person = make.stranger()
    Client().post("/accounts/password/reset/", {"email": person.email})
    (sent,) = mails()
    actions.change_password(person=person, password=PASSWORD)
    assert "مستعمل" in Client().get(path_in(sent)).text


def test_a_closed_account_is_out_at_once_and_stays_out():
    person, administrator = make.stranger(), make.administrator()
    client = signed_in(person)
    actions.set_active(person=person, is_active=False, by=administrator)
    assert not is_in(client)
    answer = Client().post("/accounts/login/", {"login": person.email, "password": make.PASSWORD})
    assert answer["Location"] == "/accounts/inactive/"
    actions.set_active(person=person, is_active=False, by=administrator)
    actions.set_active(person=person, is_active=True, by=administrator)
    assert facts(person)[-2:] == ["people.deactivated", "people.reactivated"]
    assert is_in(signed_in(person))


def test_nobody_closes_or_demotes_their_own_account():
    administrator = make.administrator()
    with pytest.raises(actions.OwnAccount):
        actions.set_active(person=administrator, is_active=False, by=administrator)
    with pytest.raises(actions.OwnAccount):
        actions.change_account(person=administrator, by=administrator, is_superuser=False)


@pytest.mark.parametrize(
    "deed",
    [
        lambda person, by: actions.make_account(by=by, name="سناء", email="a@city.ps"),
        lambda person, by: actions.change_account(person=person, by=by, name="سناء"),
        lambda person, by: actions.set_active(person=person, by=by, is_active=False),
        lambda person, by: actions.save_profile(person=person, by=by, position="مدير"),
        lambda person, by: actions.record_consent(person=person, by=by),
        lambda person, by: actions.load_local_authorities(by=by),
    ],
)
def test_others_accounts_are_touched_by_administrators_alone(deed):
    coordinator = make.member(make.platform(), is_coordinator=True)
    with pytest.raises(PermissionDenied):
        deed(make.stranger(), coordinator)


def test_an_administrator_does_not_write_anybodys_profile():
    with pytest.raises(PermissionDenied):
        actions.save_profile(person=make.stranger(), by=make.administrator(), position="مدير")


def test_an_account_made_for_somebody_comes_with_the_way_in(mails):
    person = actions.make_account(
        by=make.administrator(), name="ليلى عمر", email="Laila@City.ps", language="en"
    )
    assert (person.email, person.has_usable_password()) == ("laila@city.ps", False)
    (sent,) = mails()
    assert (sent.to, sent.subject) == (["laila@city.ps"], "An account was opened for you")
    client = Client()
    page = client.get(path_in(sent))
    client.post(page["Location"], {"password1": PASSWORD, "password2": PASSWORD})
    answer = client.post("/accounts/login/", {"login": "laila@city.ps", "password": PASSWORD})
    assert answer["Location"] == "/en/people/profile/edit/?next=%2Fen%2Fdesk%2F"
    # Nobody agreed to anything in her name: the first form asks for it.
    assert Consent.objects.filter(person=person).count() == 0
    form = {"name": "Laila", "language": "en", "authority": make.authority().pk, "position": "Engineer"}
    page = client.post(answer["Location"], form)
    assert page.status_code == 422
    assert client.post(answer["Location"], form | {"consent": "on"})["Location"] == "/en/desk/"
    assert person.has_agreed


def test_an_address_that_is_taken_is_refused():
    taken = make.stranger()
    with pytest.raises(actions.AddressTaken):
        actions.make_account(by=make.administrator(), name="سناء", email=taken.email.upper())
    with pytest.raises(actions.AddressTaken):
        actions.change_account(person=make.stranger(), by=make.administrator(), email=taken.email)


def test_the_language_of_the_person_is_the_language_of_wagtails_mails_too():
    person = make.stranger()
    actions.save_profile(person=person, by=person, language="en")
    assert User.objects.get(pk=person.pk).wagtail_userprofile.preferred_language == "en"


UNSEEN = [
    "سناء\u202eحداد",
    "سناء\u2066حداد",
    "سناء\u200fحداد",
    "سناء\u061cحداد",
    "سناء\u200bحداد",
    "سناء\u200dحداد",
    "سناء\ufeffحداد",
    "سناء\u00adحداد",
    "سناء\u2060حداد",
    "سناء\u3164حداد",
    "سناء\u115fحداد",
    "سناء\u2800حداد",
    "سناء\ufe0fحداد",
    "سناء\U000e0101حداد",
    "سناء\u034fحداد",
    "سناء\x00حداد",
    "سناء\x1bحداد",
    "\u3164",
    "\u200f",
    "...",
    "123",
    "   ",
    "",
]


@pytest.mark.parametrize("name", UNSEEN)
def test_names_hold_nothing_that_nobody_sees(name):
    with pytest.raises(ValidationError):
        clean_name(name)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("سناء حدّاد", "سناء حدّاد"),
        ("  سناء \n حداد ", "سناء حداد"),
        ("Jose\u0301 Núñez", "José Núñez"),
        ("د. سناء أبو-حداد", "د. سناء أبو-حداد"),
        ("O'Brien", "O'Brien"),
    ],
)
def test_names_are_kept_as_they_are_written(typed, kept):
    assert clean_name(typed) == kept
