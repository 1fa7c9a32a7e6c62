"""Wagtail's own mails about texts that wait for approval, in our look and the reader's language."""

import re

import pytest
from django.core import mail
from django.template.loader import render_to_string
from django_tasks_db.models import DBTaskResult
from wagtail.models import WorkflowState

from exchange.journal import now, worker
from exchange.people.actions import save_profile
from tests import factories as make

pytestmark = pytest.mark.django_db


class DeadServer:
    """Cannot be reached: neither by who opens a connection nor by who sends."""

    def __init__(self, *args, **kwargs) -> None:
        pass

    def open(self, *_messages) -> None:
        raise OSError("no such host")

    send_messages = open


def taken() -> list:
    worker.drain()
    found, mail.outbox[:] = list(mail.outbox), []
    return found


def assert_is_ours(sent, language: str = "ar") -> None:
    direction = "rtl" if language == "ar" else "ltr"
    page = sent.alternatives[0][0]
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert re.findall(rf'<td(?![^>]*dir="{direction}")', page) == []
    assert page.count('class="button"') == 1
    assert "Hello" not in sent.body and "\n\n\n" not in sent.body


@pytest.fixture
def cast(django_capture_on_commit_callbacks):
    platform = make.platform()
    people = {
        "platform": platform,
        "editor": make.member(platform, is_editor=True),
        "coordinator": make.member(platform, is_coordinator=True),
    }
    people["page"] = make.work(platform, "دليل الموازنة", is_live=False)
    taken()

    def submit():
        page = people["page"]
        page.save_revision(user=people["editor"])
        with django_capture_on_commit_callbacks(execute=True):
            page.get_workflow().start(page, people["editor"])
        return WorkflowState.objects.get(object_id=str(page.pk))

    people["submit"] = submit
    return people


def about(mails, person) -> list:
    return [sent for sent in mails if sent.to == [person.email]]


def test_the_coordinator_reads_that_a_text_waits(cast):
    cast["submit"]()
    (sent,) = about(taken(), cast["coordinator"])
    assert sent.subject == "«دليل الموازنة» بانتظار موافقتك"
    assert f"/admin/pages/{cast['page'].pk}/edit/" in sent.body
    assert_is_ours(sent)


def test_the_editor_reads_that_the_text_is_approved(cast, django_capture_on_commit_callbacks):
    state = cast["submit"]()
    taken()
    with django_capture_on_commit_callbacks(execute=True):
        state.current_task_state.specific.approve(user=cast["coordinator"])
    (sent,) = about(taken(), cast["editor"])
    assert sent.subject == "تمّت الموافقة على «دليل الموازنة»"
    assert_is_ours(sent)


def test_the_editor_reads_why_a_text_comes_back(cast, django_capture_on_commit_callbacks):
    state = cast["submit"]()
    taken()
    with django_capture_on_commit_callbacks(execute=True):
        state.current_task_state.specific.reject(user=cast["coordinator"], comment="ينقص <b>الفصل</b> الثالث")
    (sent,) = about(taken(), cast["editor"])
    assert sent.subject == "عاد إليك «دليل الموازنة»"
    assert "ينقص <b>الفصل</b> الثالث" in sent.body
    assert "<b>الفصل</b>" not in sent.alternatives[0][0]
    assert_is_ours(sent)


def test_a_dead_mail_server_keeps_nobody_from_sending_a_text_in(cast, settings):
    settings.EMAIL_BACKEND = "tests.notifications.test_workflow_mails.DeadServer"
    cast["submit"]()
    assert taken() == []
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    DBTaskResult.objects.filter(status="READY").update(run_after=now())
    (sent,) = about(taken(), cast["coordinator"])
    assert sent.extra_headers["Content-Language"] == "ar"
    assert_is_ours(sent)


def test_an_english_reader_gets_an_english_mail_whatever_language_the_worker_speaks(cast):
    coordinator = cast["coordinator"]
    save_profile(person=coordinator, by=coordinator, language="en")
    cast["submit"]()
    (sent,) = about(taken(), coordinator)
    assert sent.subject == "“\u2068دليل الموازنة\u2069” waits for your approval"
    assert_is_ours(sent, "en")


@pytest.mark.parametrize(
    "name",
    ["task_state_approved", "task_state_rejected", "workflow_state_submitted", "updated_comments"],
)
def test_the_rarer_mails_are_ours_too(cast, name):
    context = {"user": cast["coordinator"], "page": cast["page"], "object": cast["page"], "new_comments": []}
    page = render_to_string(f"wagtailadmin/notifications/{name}.html", context)
    assert re.findall(r'<td(?![^>]*dir="rtl")', page) == []
    subject = render_to_string(f"wagtailadmin/notifications/{name}_subject.txt", context).strip()
    assert "«دليل الموازنة»" in subject and "\n" not in subject
    assert "دليل الموازنة" in render_to_string(f"wagtailadmin/notifications/{name}.txt", context)
