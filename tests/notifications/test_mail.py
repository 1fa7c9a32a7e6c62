"""The mail of a notification: direction, subject, links, invitation, and its name."""

import email
import email.policy
import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import override_settings
from django.utils.translation import override

from exchange.design.letters import compose, isolated, paragraphs
from exchange.journal import worker
from exchange.notifications.models import Notification
from exchange.platforms import actions
from tests import factories as make

ICS = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:ورشة الموازنة\r\nEND:VCALENDAR\r\n".encode()


def letter(language: str = "ar", **words):
    with override(language):
        return compose(**{"to": "sana@city.ps", "subject": "طلب جديد", "url": "/ar/platforms/"} | words)


def parsed(sent) -> email.message.EmailMessage:
    return email.message_from_bytes(sent.message().as_bytes(), policy=email.policy.default)


def html(sent) -> str:
    return next(body for body, kind in sent.alternatives if kind == "text/html")


def test_every_cell_of_an_arabic_mail_is_right_to_left():
    page = html(letter(text="السلام عليكم"))
    assert '<html lang="ar" dir="rtl">' in page
    assert page.count('<body dir="rtl"') == 1
    for element in ("body", "table", "td"):
        tags = re.findall(rf"<{element}\b[^>]*>", page)
        assert tags
        for tag in tags:
            assert 'dir="rtl"' in tag, tag
            assert "direction: rtl" in tag and "text-align: right" in tag, tag
    assert "<style" not in page
    assert "Tahoma, Arial" in page
    assert "max-width: 600px" in page and "width: 100%" in page


def test_every_cell_of_an_english_mail_is_left_to_right():
    page = html(letter("en", subject="A new request", text="Hello"))
    assert '<html lang="en" dir="ltr">' in page
    for tag in re.findall(r"<(?:body|table|td)\b[^>]*>", page):
        assert 'dir="ltr"' in tag and "text-align: left" in tag, tag


def test_there_is_one_button_and_its_address_is_whole():
    page = html(letter(button="البتّ في الطلب"))
    assert re.findall(r'class="button" href="([^"]+)"[^>]*>([^<]+)<', page) == [
        (f"{settings.BASE_URL}/ar/platforms/", "البتّ في الطلب")
    ]
    assert [
        link for link in re.findall(r'href="([^"]+)"', page) if not link.startswith(settings.BASE_URL)
    ] == []
    assert 'class="button"' not in html(letter(url=""))


def test_plain_lines_that_begin_with_latin_or_digits_stay_right_to_left():
    sent = letter(text="السلام عليكم\nGIS للبلديات\n\n2026 موعدنا\n\n“Finance” و«المالية»", button="فتح")
    lines = [line for line in sent.body.splitlines() if line]
    assert lines[:7] == [
        "طلب جديد",
        "السلام عليكم",
        "\u200fGIS للبلديات",
        "\u200f2026 موعدنا",
        "\u200f“Finance” و«المالية»",
        "فتح:",
        f"\u200f{settings.BASE_URL}/ar/platforms/",
    ]
    assert "\u200f" not in letter("en", subject="A new request", text="GIS").body


def test_each_paragraph_has_the_direction_of_its_words():
    with override("ar"):
        found = [
            (one.text, one.direction) for one in paragraphs("السلام GIS عليكم\n\nHello من\n\n2026\n\n\n")
        ]
    assert found == [("السلام GIS عليكم", "rtl"), ("Hello من", "ltr"), ("2026", "rtl")]


@pytest.mark.parametrize(
    ("subject", "kept"),
    [
        ("طلب\r\nBcc: evil@example.com", "طلب Bcc: evil@example.com"),
        ("طلب\nSubject: x", "طلب Subject: x"),
        ("طلب\u2028جديد", "طلب جديد"),
        ("طلب\u202eديدج", "طلبديدج"),
        ("\u2067طلب\u2069", "طلب"),
        ("طلب من \u2068Layla\u2069", "طلب من \u2068Layla\u2069"),
        ("طلب \u200fمن \u2068\u200fQGIS\u2069", "طلب من \u2068\u200fQGIS\u2069"),
        ("طلب\u2069 من \u2068Layla", "طلب من \u2068Layla\u2069"),
        ("طلب\x00\x07", "طلب"),
        ("=?utf-8?b?2Lc=?= طلب", "=?utf-8?b?2Lc=?= طلب"),
        ("كلمة " * 60, ("كلمة " * 40).strip()),
    ],
)
def test_a_subject_is_one_line_without_signs_that_control_anything(subject, kept):
    message = parsed(letter(subject=subject))
    assert message["Subject"].strip() == kept
    assert message["Bcc"] is None
    assert message.get_all("To") == ["sana@city.ps"]


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '<img src=x onerror="x">', "{{ 7|add:7 }}", "{% now 'Y' %}"]
)
def test_words_of_people_are_words(text):
    sent = letter(text=text, subject=text, button=text)
    assert "<script>" not in html(sent) and "<img" not in html(sent)
    assert text in sent.body


def test_characters_that_turn_a_text_round_are_left_out():
    sent = letter(text="تقرير\u202efdp.exe")
    assert "\u202e" not in sent.body + html(sent)


@pytest.mark.parametrize(
    ("language", "name", "shut_off"),
    [
        ("ar", "سناء حداد", False),
        ("ar", "دليل 2026 (مسودة)", False),
        ("ar", "Layla", True),
        ("en", "Finance Managers 2", False),
        ("en", "سناء حداد", True),
        ("en", "٣", True),
    ],
)
def test_words_in_another_script_are_shut_off_where_they_stand_in_a_sentence(language, name, shut_off):
    with override(language):
        assert isolated(name) == (f"\u2068{name}\u2069" if shut_off else name)
        assert isolated(f"\u202e{name}\u2069") == isolated(name)


def test_what_is_shut_off_runs_the_way_most_of_its_letters_do():
    with override("ar"):
        assert isolated("QGIS للمبتدئين") == "\u2068\u200fQGIS للمبتدئين\u2069"
        assert isolated("نظام Geographic Information") == "\u2068نظام Geographic Information\u2069"
        sent = letter(subject=f"عن {isolated('QGIS للمبتدئين')}")
    assert sent.subject == "عن \u2068\u200fQGIS للمبتدئين\u2069"
    assert '>عن <bdi dir="rtl">QGIS للمبتدئين</bdi></h1>' in html(sent)


def test_an_address_in_a_paragraph_does_not_turn_it_round():
    page = html(letter(text="الأحد من 9:00 إلى 12:00\nhttps://meet.exchange.example/a-long-name?b=1&c=2"))
    assert re.findall(r'<p dir="(\w+)"[^>]*>الأحد', page) == ["rtl"]
    assert '<br><bdi dir="ltr">https://meet.exchange.example/a-long-name?b=1&amp;c=2</bdi></p>' in page


def test_what_is_shut_off_is_isolated_in_the_page_and_named_plainly_in_its_head():
    sent = letter(subject="طلب من \u2068Layla <b>\u2069", text="من \u2068Layla\u2069: 3 أسئلة")
    page = html(sent)
    assert "<title>طلب من Layla &lt;b&gt;</title>" in page
    assert ">طلب من <bdi>Layla &lt;b&gt;</bdi></h1>" in page
    assert ">من <bdi>Layla</bdi>: 3 أسئلة</p>" in page
    assert "من \u2068Layla\u2069: 3 أسئلة" in sent.body
    assert "\u2068" not in page and "\u2069" not in page


@pytest.mark.parametrize(
    ("address", "sender"),
    [
        ("exchange@city.ps", ("منصات تبادل الخبرات", "exchange@city.ps")),
        ("Municipal Fund <exchange@city.ps>", ("Municipal Fund", "exchange@city.ps")),
    ],
)
def test_the_sender_has_a_name_of_its_own_or_ours(address, sender, settings):
    settings.DEFAULT_FROM_EMAIL = address
    (found,) = parsed(letter())["From"].addresses
    assert (found.display_name, found.addr_spec) == sender


def test_a_mail_asks_for_no_answer_from_machines_and_is_named_after_the_site(settings):
    settings.BASE_URL = "https://exchange.city.ps"
    message = parsed(letter())
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Message-ID"].endswith("@exchange.city.ps>")


def test_an_invitation_is_offered_as_one_and_as_a_file():
    message = parsed(letter(calendar=ICS, calendar_method="REQUEST"))
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    offered, attached = list(message.walk())[-2:]
    assert offered.get_param("method") == "REQUEST"
    assert offered.get_content_charset() == "utf-8"
    assert "SUMMARY:ورشة الموازنة" in offered.get_content()
    assert attached.get_filename() == "invitation.ics"
    assert attached.get_content() == ICS


def test_a_cancellation_says_so():
    message = parsed(letter(calendar=ICS, calendar_method="CANCEL"))
    assert list(message.walk())[-2].get_param("method") == "CANCEL"


@pytest.mark.django_db
def test_a_request_is_mailed_to_the_coordinators_each_in_their_language():
    platform = make.platform("finance", name_ar="منصة المدراء الماليين", name_en="Finance Managers")
    arabic = make.member(platform, is_coordinator=True)
    english = make.member(platform, is_coordinator=True)
    english.language = "en"
    english.save()
    worker.drain()
    mail.outbox.clear()
    actions.ask_to_join(platform=platform, by=make.stranger("سناء حداد"), reason="عملي في الموازنة")
    worker.drain()
    told = {sent.to[0]: sent for sent in mail.outbox}
    assert set(told) == {arabic.email, english.email}
    assert told[arabic.email].extra_headers["Content-Language"] == "ar"
    assert told[english.email].subject == "\u2068سناء حداد\u2069 asks to join Finance Managers"
    assert "عملي في الموازنة" in told[arabic.email].body
    ids = {sent.extra_headers["Message-ID"] for sent in mail.outbox}
    assert len(ids) == 2
    assert set(Notification.objects.values_list("mail", flat=True)) == {"sent"}


class HalfDeadServer:
    """Takes nothing for addresses that begin with "full"."""

    def __init__(self, *args, **kwargs) -> None:
        pass

    def send_messages(self, messages):
        if messages[0].to[0].startswith("full"):
            raise ConnectionResetError
        mail.outbox.extend(messages)
        return len(messages)


@pytest.mark.django_db
def test_a_mailbox_that_takes_nothing_keeps_nobody_else_waiting():
    platform = make.platform()
    full = make.stranger(email="full@city.ps")
    make.join(full, platform, is_coordinator=True)
    other = make.member(platform, is_coordinator=True)
    worker.drain()
    mail.outbox.clear()
    with override_settings(EMAIL_BACKEND="tests.notifications.test_mail.HalfDeadServer"):
        membership = actions.ask_to_join(platform=platform, by=make.stranger())
        worker.drain()
    assert [sent.to for sent in mail.outbox] == [[other.email]]
    states = Notification.objects.filter(entry__kind="platforms.membership_requested")
    assert dict(states.values_list("person__email", "mail")) == {
        "full@city.ps": "waiting",
        other.email: "sent",
    }
    # It is told again later, and nobody twice.
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.filter(status="READY").update(run_after=membership.asked_at)
    worker.drain()
    assert [sent.to for sent in mail.outbox] == [[other.email], ["full@city.ps"]]
