"""Guides and papers: who reads them, where they stand, how they are found."""

from urllib.parse import unquote

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Locale

from exchange.finding.asking import find_for
from exchange.journal.worker import drain
from exchange.library import rules
from exchange.library.models import GuidePage, TaggedWork, Work, WorkTag, fold_tag
from exchange.pages.models import TextState
from exchange.platforms import actions as platforms
from exchange.platforms.models import Audience, LibraryPage
from tests import factories as make
from tests.library.files import docx, pdf

pytestmark = pytest.mark.django_db


def found(person, text):
    return [hit.title for hit in find_for(person, text).hits]


@pytest.mark.parametrize("audience", Audience.values)
@pytest.mark.parametrize("is_live", [True, False])
def test_rule_and_visible_to_agree_on_works(audience, is_live):
    platform, other = make.platform(), make.platform()
    work = make.work(platform, audience=audience, is_live=is_live)
    people = [
        make.visitor(),
        make.stranger(),
        make.member(other),
        make.member(platform),
        make.member(platform, is_editor=True),
        make.member(platform, is_coordinator=True),
        make.administrator(),
    ]
    by_rule = [rules.can_read(person, work) for person in people]
    by_query = [Work.objects.visible_to(person).filter(pk=work.pk).exists() for person in people]
    assert by_rule == by_query
    expected = {"everyone": 7, "network": 5, "platform": 4, "party": 3}[audience] if is_live else 0
    assert sum(by_rule) == expected


def test_a_work_for_members_is_not_there_for_others(client):
    platform = make.platform("finance")
    make.work(platform, "دليل سرّي", slug="inner", audience="platform")
    address = "/ar/platforms/finance/library/inner/"
    assert client.get(address).status_code == 404
    client.force_login(make.stranger())
    assert client.get(address).status_code == 404
    assert client.get(address, {"q": "سرّي"}).status_code == 404
    assert "دليل سرّي" not in client.get("/ar/library/").content.decode()
    client.force_login(make.member(platform))
    assert client.get(address).status_code == 200
    assert "دليل سرّي" in client.get("/ar/library/").content.decode()


def test_a_work_without_a_translation_is_shown_in_its_own_language_and_says_so(client):
    make.work(make.platform("finance"), "دليل الموازنة", slug="budget")
    answer = client.get("/en/platforms/finance/library/budget/")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert '<html lang="en" dir="ltr"' in text
    assert "not yet translated" in text
    assert '<h1 lang="ar" dir="rtl">دليل الموازنة</h1>' in text
    assert '<meta name="robots" content="noindex">' in text
    assert 'rel="canonical" href="http://127.0.0.1:8000/ar/platforms/finance/library/budget/"' in text


def test_a_translated_work_is_one_work_with_two_sides(client):
    platform = make.platform("finance")
    arabic = make.work(platform, "دليل الموازنة", slug="budget")
    english = make.work(platform, "The budget guide", slug="budget", language="en")
    Work.objects.filter(pk=english.pk).update(translation_key=arabic.translation_key)
    assert "The budget guide" in client.get("/en/platforms/finance/library/budget/").content.decode()
    assert [work.title for work in Work.objects.visible_to(make.visitor()).in_one_language("en")] == [
        "The budget guide"
    ]
    assert [work.title for work in Work.objects.visible_to(make.visitor()).in_one_language("ar")] == [
        "دليل الموازنة"
    ]
    drain()
    result = find_for(make.visitor(), "الموازنة")
    assert [hit.id for hit in result.hits] == [f"guide:{arabic.translation_key}"]


def test_publishing_makes_a_work_found_and_unpublishing_makes_it_vanish():
    platform = make.platform()
    work = make.work(platform, "دليل إدارة النفايات الصلبة")
    drain()
    assert found(make.visitor(), "النفايات") == ["دليل إدارة النفايات الصلبة"]
    work.unpublish()
    # The right ends at once, before the worker has run.
    assert found(make.visitor(), "النفايات") == []
    assert find_for(make.visitor(), "النفايات").total == 0
    drain()
    assert find_for(make.visitor(), "النفايات").total == 0


@pytest.mark.parametrize("way", ["in the admin", "by a program"])
def test_moving_a_work_to_another_platform_changes_who_reads_it_at_once(client, way):
    first, second = make.platform("finance"), make.platform("engineering")
    work = make.work(first, slug="inner", audience="platform")
    reader = make.member(first)
    assert rules.can_read(reader, work)
    shelf = LibraryPage.objects.get(platform=second, locale=Locale.objects.get(language_code="ar"))
    if way == "by a program":
        work.move(shelf, pos="last-child")
    else:
        client.force_login(make.administrator())
        assert client.post(f"/admin/pages/{work.pk}/move/{shelf.pk}/confirm/").status_code == 302
    moved = Work.objects.get(pk=work.pk)
    assert moved.platform == second
    assert moved.shown_url == "/ar/platforms/engineering/library/inner/"
    assert not rules.can_read(reader, moved)
    assert rules.can_read(make.member(second), moved)


def test_the_old_address_of_a_moved_work_leads_to_the_new_one(client):
    first, second = make.platform("finance"), make.platform("engineering")
    work = make.work(first, slug="guide")
    shelf = LibraryPage.objects.get(platform=second, locale=Locale.objects.get(language_code="ar"))
    work.move(shelf, pos="last-child")
    answer = client.get("/ar/platforms/finance/library/guide/")
    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        "/ar/platforms/engineering/library/guide/",
    )


def test_the_old_address_of_a_renamed_work_leads_to_the_new_one(client, django_capture_on_commit_callbacks):
    work = make.work(make.platform("finance"), slug="old")
    work.slug = "new"
    with django_capture_on_commit_callbacks(execute=True):
        work.save_revision().publish()
    answer = client.get("/ar/platforms/finance/library/old/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/ar/platforms/finance/library/new/")


def test_old_addresses_lead_readers_on_from_both_sides_and_tell_others_nothing(
    client, django_capture_on_commit_callbacks
):
    platform = make.platform("finance")
    shown, hidden = make.work(platform, slug="old"), make.work(platform, slug="inner", audience="platform")
    with django_capture_on_commit_callbacks(execute=True):
        for work, slug in ((shown, "new"), (hidden, "kept")):
            work.slug = slug
            work.save_revision().publish()
    answer = client.get("/en/platforms/finance/library/old/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/en/platforms/finance/library/new/")
    for language, slug in (("en", "inner"), ("ar", "inner"), ("en", "never")):
        assert client.get(f"/{language}/platforms/finance/library/{slug}/").status_code == 404
    client.force_login(make.member(platform))
    answer = client.get("/ar/platforms/finance/library/inner/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/ar/platforms/finance/library/kept/")


def test_a_work_set_to_a_time_is_published_then_and_not_before():
    platform = make.platform()
    work = make.work(platform, is_live=False)
    work.go_live_at = timezone.now() - timezone.timedelta(minutes=1)
    revision = work.save_revision()
    revision.approved_go_live_at = work.go_live_at
    revision.save()
    assert not Work.objects.get(pk=work.pk).live
    call_command("publish_scheduled", verbosity=0)
    assert Work.objects.get(pk=work.pk).live


def test_words_that_stand_only_in_an_attached_file_are_found():
    platform = make.platform()
    editor = make.member(platform, is_editor=True)
    work = make.work(platform, "دليل المشتريات", is_live=False)
    for name, content in (("form.pdf", pdf("نموذج الكسّارات")), ("form.docx", docx("جدول المحابس"))):
        work.attachments.create(document=make.document(platform, name, content, by=editor), title=name)
    work.save_revision().publish()
    drain()
    assert found(make.visitor(), "كسارات") == ["دليل المشتريات"]
    hit = find_for(make.visitor(), "محابس").hits[0]
    assert (hit.title, hit.file.name) == ("دليل المشتريات", "form.docx")


def test_a_broken_file_is_kept_and_marked():
    platform = make.platform()
    document = make.document(platform, "broken.pdf", b"%PDF-1.7 nothing that follows is a PDF")
    drain()
    document.refresh_from_db()
    assert (document.text_state, document.text_pages) == (TextState.UNREADABLE, [])
    assert document.file.read() == b"%PDF-1.7 nothing that follows is a PDF"


@pytest.mark.parametrize(
    ("one", "other"),
    [("البلدية", "بلديه"), ("الإدارة المالية", "اداره ماليه"), ("GIS", "gis"), ("خُطّة", "خطة")],
)
def test_tags_compare_by_their_letters_and_not_by_their_spelling(one, other):
    assert fold_tag(one) == fold_tag(other)


def test_the_list_by_tag_shows_every_spelling(client):
    platform = make.platform()
    for title, tag in (("الأول", "الموازنة"), ("الثاني", "موازنه"), ("الثالث", "الإعلام")):
        work = make.work(platform, title, is_live=False)
        work.tags.add(tag)
        work.save_revision().publish()
    listed = client.get("/ar/library/", {"tag": "موازنة"}).context["page_obj"].object_list
    assert sorted(work.title for work in listed) == ["الأول", "الثاني"]


def test_a_hit_opens_the_guide_at_its_chapter(client):
    platform = make.platform("finance")
    work = GuidePage.objects.get(pk=make.work(platform, slug="guide", chapter="المقدمة").pk)
    work.chapters.append(
        ("chapter", {"title": "الرقابة المالية", "text": [("paragraph", "<p>تدقيق الفواتير</p>")]})
    )
    work.save_revision().publish()
    answer = client.get("/ar/platforms/finance/library/guide/", {"q": "فواتير"})
    assert unquote(answer.headers["Location"]) == "/ar/platforms/finance/library/guide/#الرقابة-المالية"


def test_the_library_asks_as_often_for_fifty_works_as_for_two(client, count_queries):
    platform = make.platform()
    for _number in range(2):
        make.work(platform)
    few = count_queries(client, "/ar/library/")
    for _number in range(18):
        make.work(platform)
    assert count_queries(client, "/ar/library/") == few


def test_a_former_member_loses_the_library_of_the_platform_at_once(client):
    platform = make.platform("finance")
    make.member(platform, is_coordinator=True)
    person = make.member(platform)
    make.work(platform, "خاصّ بالأعضاء", slug="inner", audience="platform")
    drain()
    assert found(person, "خاص بالأعضاء") == ["خاصّ بالأعضاء"]
    platforms.leave_platform(platform=platform, by=person)
    person.refresh_from_db()
    assert find_for(person, "خاص بالأعضاء").total == 0
    client.force_login(person)
    assert client.get("/ar/platforms/finance/library/inner/").status_code == 404


def test_a_thousand_tags_ask_the_database_no_more_than_two_and_twelve_of_them_stand_open(
    client, count_queries
):
    platform = make.platform()
    few, many = make.work(platform, slug="few"), make.work(platform, slug="many")
    for work, number in ((few, 2), (many, 1000)):
        tags = [WorkTag(name=f"وسم {work.pk} {at}", slug=f"{work.pk}-{at}") for at in range(number)]
        WorkTag.objects.bulk_create(tags)
        TaggedWork.objects.bulk_create([TaggedWork(tag=tag, content_object=work) for tag in tags])
    address = f"/ar/platforms/{platform.slug}/library"
    assert count_queries(client, f"{address}/many/") == count_queries(client, f"{address}/few/")
    page = client.get(f"{address}/many/").text
    assert page.count('class="tag"') == 1000
    assert page.partition("<summary>988")[0].count('class="tag"') == 12
    assert "<summary>" not in client.get(f"{address}/few/").text.partition("</article>")[2]
