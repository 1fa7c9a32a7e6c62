"""`manage.py demo` on an empty database, and once more."""

import hashlib
import io
import json
from collections import Counter
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from exchange.demo import cast, reading
from exchange.demo.calendar import FRIDAY, SATURDAY
from exchange.demo.counting import counts
from exchange.demo.people import NETWORK_BEGAN
from exchange.forum.models import Discussion, Post
from exchange.journal.models import Entry
from exchange.library.models import Work
from exchange.notifications.models import Notification
from exchange.notifications.telling import NEWS_FOR
from exchange.pages.models import ContentPage, HomePage
from exchange.people.models import User
from exchange.platforms.models import Membership, Platform
from exchange.workshops.models import Registration, Workshop
from search import indexing


def run() -> str:
    out = io.StringIO()
    call_command("demo", stdout=out, stderr=io.StringIO())
    return out.getvalue()


def rows():
    """Every row of every table, as one digest a table."""
    found = {}
    for model in apps.get_models():
        lines = sorted(json.dumps(row, default=str, sort_keys=True) for row in model.objects.values())
        found[model._meta.label] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return found


def expected() -> dict[str, int]:
    """What the content's files say that there is."""
    people, platforms, workshops = (reading.rows(name) for name in ("people", "platforms", "workshops"))
    works, discussions = reading.works(), reading.discussions()
    attachments = [(work.language, one["source"]) for work in works for one in work.fields["attachments"]]
    authorities = (reading.CONTENT.parents[1] / "people" / "data" / "local-authorities.csv").read_text()
    return {
        "local authorities": len(authorities.splitlines()) - 1,
        "people": len(people),
        "platforms": len(platforms),
        "priority topics": sum(len(row["topics"]) for row in platforms),
        "members": sum(len(row["memberships"]) for row in people),
        "requests to join": sum(len(row.get("requested", [])) for row in people),
        "guides and papers": sum(work.language == "ar" for work in works),
        "of them in English too": sum(work.language == "en" for work in works),
        "files": len({source for _language, source in attachments}),
        "attachments": len(attachments),
        "workshops": len(workshops),
        "workshops past": sum(row["sessions"][-1]["days"] < 0 for row in workshops),
        "registrations": sum(len(row["registered"]) for row in workshops),
        "on waiting lists": sum(max(0, len(row["registered"]) - row["seats"]) for row in workshops),
        "discussions": len(discussions),
        "posts": sum(len(row["posts"]) for row in discussions),
    }


def test_one_run_makes_exactly_what_the_content_says(demo):
    assert counts() == expected()


def test_there_is_as_much_of_everything_as_was_promised(demo):
    there = counts()
    assert there["platforms"] == 5
    assert there["guides and papers"] >= 10
    assert there["of them in English too"] == 3
    assert there["workshops"] == 15
    assert 0 < there["workshops past"] < 15
    assert there["discussions"] >= 10
    assert there["posts"] >= 120


def test_a_second_run_changes_nothing(demo):
    before, files = rows(), sorted(path for path in demo.folder.rglob("*") if path.is_file())
    printed = run()
    assert rows() == before
    assert sorted(path for path in demo.folder.rglob("*") if path.is_file()) == files
    assert printed == cast.sign_ins()


def test_a_run_brings_back_what_is_missing_and_leaves_alone_what_people_changed(own_demo):
    was = counts()
    Discussion.objects.filter(title__contains="GIS").delete()
    Workshop.objects.filter(title_ar="QGIS لأقسام التنظيم: ثلاث جلسات من الصفر").delete()
    Work.objects.get(slug="area-c-building-and-master-plan", locale__language_code="en").delete()
    ContentPage.objects.filter(slug="about", locale__language_code="en").update(summary="Ours.")
    User.objects.filter(email="member-2@exchange.example").update(name="إيناس")
    Membership.objects.filter(person__email="member-7@exchange.example").update(state="left")
    assert counts() != was
    run()
    assert counts() == was | {"members": was["members"] - 2}
    assert ContentPage.objects.get(slug="about", locale__language_code="en").summary == "Ours."
    assert User.objects.get(email="member-2@exchange.example").name == "إيناس"
    assert indexing.check() == []


def test_the_sign_ins_are_printed_kept_and_true(demo):
    assert (demo.folder / "demo-sign-ins.txt").read_text() == cast.sign_ins()
    for one in cast.CAST:
        assert f"{one.email} " in cast.sign_ins()
        assert one.password in cast.sign_ins()
        person = User.objects.get(email=one.email)
        # Not `authenticate`: the tests' own settings know a quicker hasher only.
        with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher"]):
            assert person.check_password(one.password)
        assert list(person.emailaddress_set.values_list("email", "verified", "primary")) == [
            (one.email, True, True)
        ]


def test_nobody_else_has_a_password(demo):
    with_password = {person.email for person in User.objects.all() if person.has_usable_password()}
    assert with_password == {one.email for one in cast.CAST}
    assert authenticate(email="member-1@exchange.example", password="") is None


def test_the_cast_holds_the_roles_that_the_sign_ins_say(demo):
    person = {one.role: User.objects.get(email=one.email) for one in cast.CAST}
    flags = ("is_coordinator", "is_editor", "is_organiser")
    roles = {
        role: {
            (platform, *(name for name, held in zip(flags, held, strict=True) if held))
            for platform, *held in one.memberships.active().values_list("platform__slug", *flags)
        }
        for role, one in person.items()
    }
    assert person["network administrator"].is_superuser
    assert [role for role, one in person.items() if one.is_superuser] == ["network administrator"]
    assert roles == {
        "network administrator": set(),
        "coordinator": {("engineering", "is_coordinator")},
        "editor": {("engineering", "is_editor")},
        "workshop organiser": {("engineering", "is_organiser"), ("innovation",)},
        "member": {("engineering",), ("innovation",)},
        "another member": {("finance",), ("innovation",)},
        "stranger": set(),
    }
    assert not person["stranger"].is_in_network
    assert person["member"].profile.authority != person["another member"].profile.authority


def test_in_production_the_command_refuses_and_writes_nothing(demo):
    before = rows()
    with override_settings(IS_PRODUCTION=True), pytest.raises(CommandError, match="passwords"):
        run()
    assert rows() == before


def test_the_platforms_stand_in_their_order_with_their_own_topics(demo):
    there = [
        (platform.slug, [topic.name_ar for topic in platform.topics.all()])
        for platform in Platform.objects.order_by("position")
    ]
    assert there == [
        (row["slug"], [topic["name_ar"] for topic in row["topics"]]) for row in reading.rows("platforms")
    ]


def test_three_works_have_an_english_side_that_is_a_translation_to_wagtail(demo):
    arabic = Work.objects.live().filter(locale__language_code="ar")
    twins = {work.slug: work.get_translations().get() for work in arabic if work.get_translations().exists()}
    assert len(twins) == 3
    for slug, twin in twins.items():
        assert twin.slug == slug
        assert twin.get_parent().get_translations().filter(pk=arabic.get(slug=slug).get_parent().pk).exists()


def test_a_work_stands_as_if_it_had_been_published_on_its_day(demo):
    days = {(work.fields["slug"], work.language): work.fields["days_ago"] for work in reading.works()}
    for work in Work.objects.select_related("locale", "owner", "live_revision__user"):
        day = demo.calendar.moment(-days[work.slug, work.locale.language_code]).date()
        stamps = {work.first_published_at, work.last_published_at, work.latest_revision_created_at}
        assert {timezone.localtime(stamp).date() for stamp in stamps} == {day}, work.slug
        assert work.live and not work.has_unpublished_changes
        assert work.owner == work.live_revision.user
        assert work.tags.count() >= 4
        assert work.byline.startswith(work.owner.name) == (work.locale.language_code == "ar")


def test_the_standing_pages_are_filled_in_both_languages(demo):
    for written in reading.pages():
        page = ContentPage.objects.get(slug=written.name, locale__language_code=written.language)
        assert page.title == written.fields["title"]
        assert page.summary == written.fields["summary"]
        assert len(page.body) > 3
    assert HomePage.objects.exclude(summary="").count() == 2


def test_no_fact_lies_ahead_and_none_before_the_network_began(demo):
    moments = Entry.objects.order_by("at").values_list("at", flat=True)
    assert timezone.localtime(moments[0]).date() >= demo.calendar.moment(-NETWORK_BEGAN).date()
    assert moments[len(moments) - 1] <= timezone.now()
    assert not Post.objects.filter(posted_at__gt=timezone.now()).exists()


def test_workshops_lie_on_workdays_and_people_register_in_time(demo):
    for workshop in Workshop.objects.prefetch_related("sessions", "registrations"):
        starts = [timezone.localtime(session.starts_at) for session in workshop.sessions.all()]
        assert not {start.weekday() for start in starts} & {FRIDAY, SATURDAY}
        for registration in workshop.registrations.all():
            assert workshop.published_at <= registration.registered_at < workshop.closes_at()


def test_some_workshops_are_full_and_their_lists_stand_in_the_order_of_the_content(demo):
    full = []
    for row in reading.rows("workshops"):
        workshop = Workshop.objects.get(title_ar=row["title_ar"])
        for state, keys in (
            ("confirmed", row["registered"][: row["seats"]]),
            ("waiting", row["registered"][row["seats"] :]),
        ):
            people = workshop.registrations.filter(state=state).order_by("number")
            assert [one.person.email.split("@")[0] for one in people.select_related("person")] == keys
        if len(row["registered"]) >= row["seats"]:
            full.append(row["key"])
        assert workshop.state == ("cancelled" if row.get("cancelled") else "published")
    assert len(full) == 3
    assert not Registration.objects.filter(state="cancelled").exists()


def test_discussions_went_as_they_are_written(demo):
    for row in reading.discussions():
        discussion = Discussion.objects.get(title=row["title"])
        posts = list(discussion.posts.select_related("author", "reply_to").order_by("number"))
        assert [post.text for post in posts] == [post["text"].strip() for post in row["posts"]]
        assert [post.author.email.split("@")[0] for post in posts] == [post["by"] for post in row["posts"]]
        opened = demo.calendar.moment(-row["opened_days_ago"], row["opened_at"])
        assert [post.posted_at for post in posts] == [
            opened + timedelta(minutes=post["after_minutes"]) for post in row["posts"]
        ]
        replies = [post.reply_to.number - 1 if post.reply_to else None for post in posts]
        assert replies == [post.get("reply_to") for post in row["posts"]]
        assert [post.is_readable for post in posts] == ["hidden_by" not in post for post in row["posts"]]
        assert (discussion.answer.number - 1 if discussion.answer else None) == row.get("accepted")
        assert discussion.audience == row["audience"]
        assert discussion.is_closed == ("closed_by" in row)
        assert (discussion.about is not None) == ("about_work" in row)


def test_what_is_long_past_is_told_in_the_inbox_on_its_day_and_never_mailed(demo):
    loaded = demo.calendar.moment(0, "00:00")
    old = Notification.objects.filter(entry__at__lt=loaded - NEWS_FOR).select_related("entry")
    assert old.count() > 100
    assert {one.mail for one in old} == {"none"}
    assert [one.pk for one in old if one.told_at != one.entry.at] == []
    assert not old.filter(told_at__lt=loaded - timedelta(days=8), read_at=None).exists()
    # Two mails of one second may share a file.
    mails = sum(path.read_text().count("\nMessage-ID: ") for path in (demo.folder / "mail").glob("*"))
    assert 0 < mails == Notification.objects.filter(mail="sent").count() < 40


def test_everything_is_delivered_and_found_when_the_command_ends(demo):
    results = apps.get_model("django_tasks_database", "DBTaskResult").objects
    assert Counter(results.values_list("status", flat=True)).keys() == {"SUCCESSFUL"}
    assert indexing.check() == []
