"""From a visitor to a member: account, mail, confirmation, profile, request, acceptance."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from exchange.journal.models import Entry
from exchange.people.models import Consent, LocalAuthority, User
from exchange.platforms.models import Membership
from tests import factories as make
from tests.people.conftest import PASSWORD, path_in

pytestmark = pytest.mark.django_db


def test_a_visitor_becomes_a_member(client, sign_up, mails):
    platform = make.platform("finance", name_ar="منصة المدراء الماليين")
    coordinator = make.member(platform, is_coordinator=True)
    authority = make.authority("قباطية")
    mails()

    page = client.get("/accounts/signup/?next=/ar/platforms/finance/join/")
    assert 'lang="ar" dir="rtl"' in page.text
    assert 'href="/ar/privacy/"' in page.text and 'href="/ar/terms/"' in page.text
    confirm = sign_up(client, "Sana@City.ps", next="/ar/platforms/finance/join/")
    person = User.objects.get(email="sana@city.ps")
    assert (person.name, person.language, person.is_in_network) == ("سناء حدّاد", "ar", False)
    given = Consent.objects.filter(person=person).values_list("document", "version")
    assert dict(given) == Consent.CURRENT
    assert not EmailAddress.objects.get(user=person).verified

    assert "تأكيد العنوان" in client.get(confirm).text
    assert not EmailAddress.objects.get(user=person).verified
    answer = client.post(confirm)
    # In the browser that the account was made in, confirming is enough to be in, and leads where one was going.
    assert (answer.status_code, answer["Location"]) == (302, "/ar/platforms/finance/join/")
    answer = client.post("/ar/platforms/finance/join/", {"reason": "عملي في الموازنة"})
    assert answer["Location"] == "/ar/people/profile/edit/?next=/ar/platforms/finance/join/"

    answer = client.post(
        answer["Location"],
        {
            "name": "سناء حدّاد",
            "language": "ar",
            "authority": authority.pk,
            "position": "مديرة مالية",
            "phone": "",
        },
    )
    assert (answer.status_code, answer["Location"]) == (302, "/ar/platforms/finance/join/")
    answer = client.post("/ar/platforms/finance/join/", {"reason": "عملي في الموازنة"})
    assert answer["Location"] == "/ar/platforms/finance/"
    (asked,) = mails()
    assert asked.to == [coordinator.email]
    assert "عملي في الموازنة" in asked.body

    membership = Membership.objects.get(person=person)
    decider = Client()
    decider.force_login(coordinator)
    decider.post(f"/ar/platforms/finance/members/{membership.pk}/accept/", {"answer": "أهلًا بك معنا"})
    (told,) = mails()
    assert told.to == ["sana@city.ps"]
    assert "أهلًا بك معنا" in told.body
    assert User.objects.get(pk=person.pk).is_in_network
    assert client.get("/ar/people/").status_code == 200
    assert [entry.kind for entry in Entry.objects.about(person)] == [
        "people.signed_up",
        "people.consent_given",
        "people.address_confirmed",
        "people.profile_saved",
    ]


def test_the_confirmation_mail_is_arabic_from_subject_to_foot(client, mails):
    client.post(
        "/accounts/signup/", {"name": "سناء", "email": "sana@city.ps", "password1": PASSWORD, "consent": "on"}
    )
    (sent,) = mails()
    assert sent.subject == "تأكيد عنوان بريدك"
    assert sent.from_email.endswith("<exchange@localhost>")
    assert sent.extra_headers["Content-Language"] == "ar"
    lines = [line for line in sent.body.splitlines() if line]
    assert lines[0] == "تأكيد عنوان بريدك"
    assert lines[1] == "بقيت خطوة واحدة: التأكد من أن عنوان البريد هذا لك. بهذا التأكيد يُفتح الحساب."
    assert lines[2] == "تأكيد العنوان:"
    assert lines[3].startswith("\u200fhttp://127.0.0.1:8000/accounts/confirm-email/")
    html, kind = sent.alternatives[0]
    assert kind == "text/html"
    assert '<html lang="ar" dir="rtl">' in html
    assert re.findall(r"<td(?![^>]*dir=\"rtl\")", html) == []


def test_who_signs_up_on_the_english_side_is_written_to_in_english(client, sign_up, mails):
    client.get("/en/")
    client.post(
        "/accounts/signup/", {"name": "Sana", "email": "sana@city.ps", "password1": PASSWORD, "consent": "on"}
    )
    (sent,) = mails()
    assert User.objects.get(email="sana@city.ps").language == "en"
    assert sent.subject == "Confirm your e-mail address"
    assert '<html lang="en" dir="ltr">' in sent.alternatives[0][0]
    # Opened in another browser, the page is in English too.
    assert 'lang="en" dir="ltr"' in Client().get(path_in(sent)).text


def test_confirming_in_another_browser_confirms_and_lets_nobody_in(client, sign_up):
    confirm = sign_up(client, "sana@city.ps")
    other = Client()
    answer = other.post(confirm)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    assert EmailAddress.objects.get(email="sana@city.ps").verified
    assert "_auth_user_id" not in other.session
    assert "مستعمل" in other.get(confirm).text


def test_nobody_is_let_in_before_the_address_is_confirmed(client, sign_up):
    sign_up(client, "sana@city.ps")
    other = Client()
    answer = other.post("/accounts/login/", {"login": "sana@city.ps", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/confirm-email/")
    assert "_auth_user_id" not in other.session


def test_the_first_sign_in_leads_to_the_profile_and_the_next_one_to_the_desk(sign_up):
    client = Client()
    confirm = sign_up(client, "sana@city.ps")
    Client().post(confirm)
    other = Client()
    answer = other.post("/accounts/login/", {"login": "sana@city.ps", "password": PASSWORD})
    assert answer["Location"] == "/ar/people/profile/edit/?next=%2Far%2Fdesk%2F"
    form = {
        "name": "سناء",
        "language": "ar",
        "authority": LocalAuthority.objects.get(pk=make.authority().pk).pk,
    }
    assert other.post(answer["Location"], form | {"position": "مهندسة"})["Location"] == "/ar/desk/"
    other.post("/accounts/logout/")
    answer = other.post("/accounts/login/", {"login": "sana@city.ps", "password": PASSWORD})
    assert answer["Location"] == "/ar/desk/"


def test_without_consent_there_is_no_account(client):
    answer = client.post(
        "/accounts/signup/", {"name": "سناء", "email": "sana@city.ps", "password1": PASSWORD}
    )
    assert answer.status_code == 200
    assert "لا يُنشأ حساب من دون هذه الموافقة." in answer.text
    assert not User.objects.filter(email="sana@city.ps").exists()


def test_a_dead_mail_server_keeps_nobody_from_signing_up(client, mails, settings):
    settings.EMAIL_BACKEND = "tests.people.test_becoming_a_member.DeadServer"
    form = {"name": "سناء", "email": "sana@city.ps", "password1": PASSWORD, "consent": "on"}
    assert client.post("/accounts/signup/", form).status_code == 302
    assert mails() == []
    from django_tasks_db.models import DBTaskResult

    waiting = DBTaskResult.objects.filter(task_path="exchange.people.tasks.send_account_mail", status="READY")
    assert waiting.count() == 1
    # No key lies in the queue: it is made when the mail goes out.
    assert "confirm" not in str(waiting.get().args_kwargs["args"][3])
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    waiting.update(run_after=waiting.get().enqueued_at)
    (sent,) = mails()
    assert sent.subject == "تأكيد عنوان بريدك"


class DeadServer:
    """A mail backend whose server does not answer."""

    def __init__(self, *args, **kwargs) -> None:
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError
