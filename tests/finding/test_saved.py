"""Saved searches: told once, to their owner alone, and nothing of what the owner may not see."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from exchange.finding import actions, asking, notices, tasks
from exchange.finding.models import SavedSearch
from exchange.journal import at, now, worker
from exchange.journal.models import Entry
from exchange.notifications.models import Notification
from exchange.platforms import actions as platforms
from tests import factories as make

pytestmark = pytest.mark.django_db
TOMORROW = timedelta(days=1, hours=1)


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def saved(person, text: str = "ميزانية", **narrowed) -> SavedSearch:
    return actions.save_search(by=person, text=text, narrowed=narrowed)


def a_day_later(days: int = 1) -> int:
    """Everything that is queued is done, then the round of a later day; how many were told, with what they got."""
    worker.drain()
    with at(now() + days * TOMORROW):
        told = tasks.tell_daily()
        worker.drain()
    return told


def told(person) -> list[str]:
    notices = Notification.objects.visible_to(person).filter(entry__kind="finding.new_found")
    return [notice.text for notice in notices]


def test_what_is_new_is_told_once_by_notice_and_mail():
    platform = make.platform()
    person = make.member(platform)
    saved(person)
    make.work(platform, "إعداد ميزانية القرية", audience="platform")
    worker.drain()
    mail.outbox.clear()
    assert a_day_later() == 1
    assert [("إعداد ميزانية القرية" in text) for text in told(person)] == [True]
    assert [one.to for one in mail.outbox] == [[person.email]]
    assert a_day_later(2) == 0
    assert len(told(person)) == 1


def test_a_day_with_nothing_new_tells_nothing():
    platform = make.platform()
    make.work(platform, "ميزانية قديمة")
    worker.drain()
    person = make.member(platform)
    with at(now() + timedelta(minutes=1)):
        saved(person)
    assert a_day_later() == 0
    assert told(person) == []


@pytest.mark.parametrize("in_between", ["before the search", "between search and telling"])
def test_works_whose_right_was_taken_away_are_not_told_of(in_between):
    platform = make.platform()
    person = make.member(platform)
    kept = saved(person)
    make.work(platform, "ميزانية سرية", audience="platform")
    worker.drain()
    membership = person.memberships.get()
    if in_between == "between search and telling":
        found = asking.new_for(SavedSearch.objects.get(pk=kept.pk))
        assert len(found) == 1
        platforms.remove_member(membership=membership, by=make.administrator())
        actions.tell_what_is_new(person=person, found={kept.pk: found}, until=now())
        worker.drain()
    else:
        platforms.remove_member(membership=membership, by=make.administrator())
        assert a_day_later() == 0
    assert told(person) == []
    assert not [one for one in mail.outbox if "ميزانية سرية" in one.body]


def test_a_work_of_ones_own_is_no_news():
    platform = make.platform()
    author, reader = make.member(platform, is_editor=True), make.member(platform)
    saved(author)
    saved(reader)
    work = make.work(platform, "ميزانية التشغيل", is_live=False)
    work.save_revision(user=author).publish()
    a_day_later()
    assert (len(told(author)), len(told(reader))) == (0, 1)


def test_a_work_must_hold_all_that_is_asked():
    platform = make.platform()
    person = make.member(platform)
    saved(person, "ميزانية الطرق")
    make.work(platform, "الطرق الزراعية")
    make.work(platform, "موازنة طرق البلدة")
    a_day_later()
    (text,) = told(person)
    assert ("موازنة طرق البلدة" in text, "الزراعية" in text) == (True, False)


def test_a_work_in_two_saved_searches_is_told_in_one_notice_and_counted_once():
    platform = make.platform()
    person = make.member(platform)
    saved(person)
    saved(person, "القرية")
    make.work(platform, "ميزانية القرية")
    a_day_later()
    assert (
        Notification.objects.get(entry__kind="finding.new_found").title == "عمل جديد واحد في ما حفظته من بحث"
    )


def test_whoever_is_killed_between_searching_and_writing_is_told_all_the_same(monkeypatch):
    platform = make.platform()
    person = make.member(platform)
    saved(person)
    make.work(platform, "ميزانية القرية")
    with monkeypatch.context() as killed:
        killed.setattr(actions, "tell_what_is_new", lambda **_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            a_day_later()
    assert a_day_later() == 1
    assert len(told(person)) == 1


def test_one_whose_search_fails_keeps_nobody_waiting(monkeypatch):
    platform = make.platform()
    first, second = make.member(platform), make.member(platform)
    broken = saved(first)
    saved(second)
    make.work(platform, "ميزانية القرية")
    worker.drain()
    real = asking.new_for

    def new_for(one):
        if one.pk == broken.pk:
            raise OSError
        return real(one)

    monkeypatch.setattr(asking, "new_for", new_for)
    assert a_day_later() == 1
    assert (len(told(first)), len(told(second))) == (0, 1)


def test_who_is_deactivated_is_told_nothing():
    platform = make.platform()
    person = make.member(platform)
    saved(person)
    make.work(platform, "ميزانية القرية")
    person.is_active = False
    person.save()
    assert a_day_later() == 0


def test_the_round_waits_for_its_hour_by_the_network_s_clock(settings):
    person = make.stranger()
    kept = saved(person)
    local = now().astimezone(__import__("zoneinfo").ZoneInfo(settings.TIME_ZONE))
    early = local.replace(hour=6, minute=59) + timedelta(days=1)
    SavedSearch.objects.update(told_until=local.replace(hour=8))
    for moment, looked in ((early, False), (early + timedelta(minutes=2), True)):
        with at(moment):
            tasks.tell_daily()
        kept.refresh_from_db()
        assert (kept.told_until == moment) is looked


def test_a_search_is_kept_once_and_what_cannot_narrow_it_is_left_out():
    person = make.stranger()
    first = saved(person, " ميزانية ", kind="guide", page="7", sort="newest", language="")
    again = saved(person, "ميزانية", kind="guide")
    assert (again.pk, first.text, first.narrowed) == (first.pk, "ميزانية", {"kind": "guide"})
    assert SavedSearch.objects.count() == 1


def test_thirty_searches_are_kept_and_no_more():
    person = make.stranger()
    for number in range(SavedSearch.MOST):
        saved(person, f"بحث {number}")
    with pytest.raises(actions.TooManySaved):
        saved(person, "آخر")
    assert SavedSearch.objects.visible_to(person).count() == SavedSearch.MOST


def test_the_journal_says_nothing_of_what_was_sought():
    person = make.stranger()
    saved(person, "طلاق")
    assert "طلاق" not in str(list(Entry.objects.filter(kind__startswith="finding.").values()))


# -- the pages


def test_a_search_is_saved_by_its_button_and_leads_back_to_the_results():
    person = make.stranger()
    answer = browser(person).post("/ar/search/save/", {"q": "ميزانية", "kind": "guide", "page": "2"})
    kept = SavedSearch.objects.get(person=person)
    assert (answer.status_code, answer["Location"]) == (302, f"/ar/search/?{kept.address}")
    assert kept.narrowed == {"kind": "guide"}


def test_nothing_asked_is_refused_with_a_word():
    page = browser(make.stranger()).post("/ar/search/save/", {"q": " "}, follow=True)
    assert "اكتب ما تبحث عنه، ثم احفظ البحث." in page.text


def test_a_visitor_is_sent_to_sign_in():
    assert Client().post("/ar/search/save/", {"q": "ميزانية"}).status_code == 302
    assert Client().get("/ar/search/saved/").status_code == 302
    assert SavedSearch.objects.count() == 0


def test_nobody_sees_or_removes_what_another_has_saved():
    owner, other = make.stranger(), make.stranger()
    kept = saved(owner, "ميزانية الأسرة")
    page = browser(other)
    assert "ميزانية الأسرة" not in page.get("/ar/search/saved/").text
    assert page.post(f"/ar/search/saved/{kept.pk}/remove/").status_code == 404
    mine = browser(owner)
    assert "ميزانية الأسرة" in mine.get("/ar/search/saved/").text
    assert mine.post(f"/ar/search/saved/{kept.pk}/remove/").status_code == 302
    assert SavedSearch.objects.count() == 0


def test_a_platform_that_is_no_longer_seen_is_left_unnamed():
    platform = make.platform(name_ar="منصة خفية", audience="platform")
    person = make.member(platform)
    saved(person, "ميزانية", platform=platform.slug)
    page = browser(person)
    assert "منصة خفية" in page.get("/ar/search/saved/").text
    platforms.remove_member(membership=person.memberships.get(), by=make.administrator())
    assert "منصة خفية" not in page.get("/ar/search/saved/").text


def test_what_narrows_a_saved_search_is_shown_in_words():
    person = make.member(make.platform())
    authority = person.profile.authority
    saved(person, "ميزانية", authority=str(authority.pk), kind="guide", file_type="xlsx")
    page = browser(person).get("/ar/search/saved/").text
    assert [word in page for word in (str(authority), "دليل", "جدول بيانات")] == [True] * 3


def test_a_list_of_thirty_asks_the_database_as_often_as_a_list_of_two(count_queries):
    person = make.stranger()
    page = browser(person)
    counts = []
    for upto in (2, 30):
        for number in range(SavedSearch.objects.count(), upto):
            saved(person, f"بحث {number}")
        counts.append(count_queries(page, "/ar/search/saved/"))
    assert counts[0] == counts[1]


def test_without_the_question_at_the_moment_of_telling_a_lost_right_would_be_told_of(monkeypatch):
    platform = make.platform()
    person = make.member(platform)
    kept = saved(person)
    make.work(platform, "ميزانية سرية", audience="platform")
    worker.drain()
    found = asking.new_for(kept)
    platforms.remove_member(membership=person.memberships.get(), by=make.administrator())
    actions.tell_what_is_new(person=person, found={kept.pk: found}, until=now())
    monkeypatch.setattr(notices.sources, "visible", lambda ids, person: set(ids))
    worker.drain()
    assert ["ميزانية سرية" in text for text in told(person)] == [True]
