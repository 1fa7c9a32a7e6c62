"""Every mail that the product sends, brought about: by the facts that tell somebody, by accounts, by Wagtail."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.utils.translation import override
from wagtail.admin import mail as wagtail_mail
from wagtail.models import Comment, CommentReply, TaskState, WorkflowState

from exchange.finding import actions as finding
from exchange.finding.tasks import tell_daily
from exchange.forum import actions as forum
from exchange.journal import at, now
from exchange.people.accounts import AccountAdapter
from exchange.people.actions import make_account, save_profile
from exchange.people.models import User
from exchange.people.notices import MAILS
from exchange.platforms import actions as platforms
from exchange.workshops import actions as workshops
from tests import factories as make
from tests.workshops.making import session, workshop

# Names in the other script than the reader's, and texts that begin with Latin letters or digits.
NAMES = {"ar": "Layla O'Neill (GIS)", "en": "سناء حداد"}
PLATFORMS = {"ar": "منصة Smart City 2030", "en": "Smart City Managers"}
TITLES = {"ar": "QGIS 3.34 للمبتدئين: قراءة ملفات DXF", "en": "دليل الموازنة (2026)"}
WORDS = {
    "ar": "GIS مهمّ لعملي في البلدية.\n2026 موعد الخطة.\n\nأرسل «الملف» و<b>شكرًا</b>.",
    "en": "“GIS” matters for my work & plans.\n2026 is the year of the plan.\n\nأرسل الملف وشكرًا.",
}
PLACES = {"ar": "قاعة Zoom Hall 2", "en": "Town hall 2"}
LINK = "https://meet.exchange.example/a?b=1&c=2"


def a_platform():
    """The platform that all is about."""
    return make.platform(name_ar=PLATFORMS["ar"], name_en=PLATFORMS["en"])


def cast(platform, language: str) -> SimpleNamespace:
    """A reader of this language among the platform's members, and those who do what is told."""
    reader = make.member(platform, is_coordinator=True)
    save_profile(person=reader, by=reader, language=language)
    return SimpleNamespace(
        language=language,
        platform=platform,
        reader=User.objects.get(pk=reader.pk),
        other=make.member(platform, NAMES[language], is_editor=True, is_organiser=True),
        boss=make.administrator(),
        title=TITLES[language],
        words=WORDS[language],
    )


def names(language: str) -> list[str]:
    """What stands in these mails in another language because people called it so."""
    return [
        NAMES[language],
        *PLATFORMS.values(),
        TITLES[language],
        *WORDS[language].splitlines(),
        *WORDS[language].replace("&", "&amp;").splitlines(),
        PLACES[language],
    ]


# -- memberships


def asks_to_join(of) -> None:
    platforms.ask_to_join(platform=of.platform, by=make.stranger(NAMES[of.language]), reason=of.words)


def _request(of):
    person = make.stranger()
    save_profile(person=person, by=person, language=of.language)
    of.reader = User.objects.get(pk=person.pk)
    return platforms.ask_to_join(platform=of.platform, by=of.reader, reason="للعمل")


def is_accepted(of) -> None:
    platforms.accept_request(membership=_request(of), by=of.boss, answer=of.words)


def is_refused(of) -> None:
    platforms.refuse_request(membership=_request(of), by=of.boss, answer=of.words)


def is_removed(of) -> None:
    membership = of.reader.memberships.get(platform=of.platform)
    platforms.remove_member(membership=membership, by=of.boss, answer=of.words)


# -- saved searches


def something_new_is_found(of) -> None:
    finding.save_search(by=of.reader, text=of.title, narrowed={})
    make.work(of.platform, of.title, language=of.language)
    of.forget()
    with at(now() + timedelta(days=1, hours=1)):
        tell_daily()


# -- discussions


def _discussion(of, by):
    return forum.open_discussion(platform=of.platform, by=by, title=of.title, text="السؤال كما كُتب")


def a_reply_comes(of) -> None:
    forum.post(discussion=_discussion(of, of.reader), by=of.other, text=of.words)


def a_post_is_hidden(of) -> None:
    post, _is_new = forum.post(discussion=_discussion(of, of.other), by=of.reader, text=of.words)
    forum.hide_post(post=post, by=of.boss, reason=of.words)


# -- workshops


def _workshop(of, **fields):
    titles = {f"title_{of.language}": of.title, f"summary_{of.language}": of.words}
    sessions = [session(7, online_url=LINK), session(9, **{f"place_{of.language}": PLACES[of.language]})]
    if of.language == "en":
        sessions[1]["place_ar"] = ""
        sessions[0]["place_ar"] = ""
        titles["title_ar"] = of.title
    return workshop(of.platform, by=of.boss, sessions=sessions, **(titles | fields))


def has_a_seat(of):
    made = _workshop(of)
    return made, workshops.register(workshop=made, by=of.reader)


def waits(of) -> None:
    made = _workshop(of, seats=1)
    workshops.register(workshop=made, by=of.other)
    workshops.register(workshop=made, by=of.reader)


def moves_up(of) -> None:
    made = _workshop(of, seats=1)
    first = workshops.register(workshop=made, by=of.other)
    workshops.register(workshop=made, by=of.reader)
    workshops.cancel_registration(registration=first, by=of.other)


def the_hours_change(of) -> None:
    made, _registration = has_a_seat(of)
    first, _second = made.sessions.all()
    moved = {"id": first.pk, **session(8, place_ar=PLACES["ar"], place_en=PLACES["en"])}
    new = session(11, place_ar=PLACES["ar"], place_en=PLACES["en"])
    workshops.update_workshop(workshop=made, by=of.boss, sessions=[moved, new])


def it_is_called_off(of) -> None:
    made, _registration = has_a_seat(of)
    workshops.cancel_workshop(workshop=made, by=of.boss, reason=of.words)


def gives_the_seat_back(of) -> None:
    _made, registration = has_a_seat(of)
    workshops.cancel_registration(registration=registration, by=of.reader)


def is_taken_off_the_list(of) -> None:
    _made, registration = has_a_seat(of)
    workshops.remove_registration(registration=registration, by=of.boss, reason=of.words)


def loses_the_seat(of) -> None:
    made = _workshop(of, audience="everyone")
    workshops.register(workshop=made, by=of.reader)
    platforms.leave_platform(platform=of.platform, by=of.reader)


FACTS: dict[str, Callable] = {
    "platforms.membership_requested": asks_to_join,
    "platforms.membership_accepted": is_accepted,
    "platforms.membership_refused": is_refused,
    "platforms.membership_removed": is_removed,
    "finding.new_found": something_new_is_found,
    "forum.posted": a_reply_comes,
    "forum.post_hidden": a_post_is_hidden,
    "workshops.registered": has_a_seat,
    "workshops.registered (waiting list)": waits,
    "workshops.promoted": moves_up,
    "workshops.changed": the_hours_change,
    "workshops.cancelled": it_is_called_off,
    "workshops.registration_cancelled": gives_the_seat_back,
    "workshops.registration_closed": loses_the_seat,
    "workshops.registration_removed": is_taken_off_the_list,
}
# These are told in the inbox and by no mail.
INBOX_ALONE = {"forum.answer_accepted", "forum.discussion_closed", "workshops.published"}


# -- accounts


def _confirmation(of) -> None:
    address = EmailAddress.objects.create(user=of.reader, email=f"new.{of.reader.email}", verified=False)
    of.address = address.email
    AccountAdapter().send_confirmation_mail(None, EmailConfirmationHMAC(address), signup=True)


def _to_nobody_known(of) -> None:
    of.address = "nobody@city.example"
    with override(of.language):
        AccountAdapter().send_mail("account/email/unknown_account", of.address, {})


def _invitation(of) -> None:
    of.address = f"new{of.reader.pk}@city.example"
    make_account(by=of.boss, name=NAMES[of.language], email=of.address, language=of.language)


def _notice(template: str) -> Callable:
    return lambda of: AccountAdapter().send_notification_mail(template, of.reader)


ACCOUNTS: dict[str, Callable] = {name: _notice(name) for name in MAILS} | {
    "account/email/email_confirmation": _confirmation,
    "account/email/email_confirmation_signup": _confirmation,
    "account/email/password_reset_key": lambda of: AccountAdapter().send_password_reset_mail(
        of.reader, of.reader.email, {}
    ),
    "account/email/account_already_exists": lambda of: AccountAdapter().send_mail(
        "account/email/account_already_exists", of.reader.email, {}
    ),
    "account/email/unknown_account": _to_nobody_known,
    "invitation": _invitation,
}


# -- Wagtail


class StepPassed(wagtail_mail.BaseGroupApprovalTaskStateEmailNotifier):
    notification = "approved"


class StepSentBack(wagtail_mail.BaseGroupApprovalTaskStateEmailNotifier):
    notification = "rejected"


def _submitted(of, by) -> WorkflowState:
    page = make.work(of.platform, of.title, is_live=False)
    page.save_revision(user=by)
    page.get_workflow().start(page, by)
    of.page = page
    return WorkflowState.objects.get(object_id=str(page.pk))


def a_text_waits(of) -> None:
    _submitted(of, of.other)


def a_text_is_sent_in(of) -> None:
    save_profile(person=of.boss, by=of.boss, language=of.language)
    _submitted(of, of.other)
    of.reader = of.boss


def a_text_is_approved(of) -> None:
    _submitted(of, of.reader).current_task_state.specific.approve(user=of.boss)


def a_text_is_sent_back(of) -> None:
    _submitted(of, of.reader).current_task_state.specific.reject(user=of.boss, comment=of.words)


def _step(notifier) -> Callable:
    def bring_about(of) -> None:
        state = _submitted(of, of.other).current_task_state
        of.forget()
        notifier()(state.specific, sender=TaskState, user=of.boss)

    return bring_about


def remarks_are_made(of) -> None:
    page = make.work(of.platform, of.title)
    remark = Comment(page=page, user=of.other, text=of.words)
    thread = {"comment": remark, "replies": [CommentReply(comment=remark, user=of.other, text=of.words)]}
    facts = {
        "page": page,
        "editor": of.other,
        "new_comments": [remark],
        "resolved_comments": [remark],
        "deleted_comments": [remark],
        "replied_comments": [thread],
    }
    wagtail_mail.send_notification([of.reader], "updated_comments", facts)


WAGTAIL: dict[str, Callable] = {
    "task_state_submitted": a_text_waits,
    "task_state_approved": _step(StepPassed),
    "task_state_rejected": _step(StepSentBack),
    "workflow_state_submitted": a_text_is_sent_in,
    "workflow_state_approved": a_text_is_approved,
    "workflow_state_rejected": a_text_is_sent_back,
    "updated_comments": remarks_are_made,
}

MAILINGS: dict[str, Callable] = FACTS | ACCOUNTS | WAGTAIL
