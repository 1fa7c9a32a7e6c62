"""Workshops in search: found in both languages, by those who may see them, and only while they are announced."""

import pytest

from exchange.journal.models import Entry
from exchange.workshops import actions
from exchange.workshops.index import source
from tests import factories as make
from tests.workshops.making import session, workshop

pytestmark = pytest.mark.django_db


def test_a_published_workshop_is_a_document_with_both_sides():
    platform = make.platform("finance")
    made = workshop(
        platform,
        title_ar="إعداد الموازنة",
        title_en="Preparing the budget",
        summary_ar="ورشة ليوم واحد",
        description_ar="# الأهداف\n\n- **قراءة** الموازنة\n- [رابط](https://exchange.example/)",
        sessions=[session(title_ar="التقدير", online_url="https://meet.exchange.example/secret")],
        new_experts=[{"name_ar": "د. ليلى", "title_ar": "خبيرة مالية"}],
    )
    (document,) = source.documents([f"workshop:{made.pk}"])
    arabic, english = document.sides
    assert (document.kind, document.audience, document.platforms) == ("workshop", ("everyone",), ("finance",))
    assert document.published_at == made.published_at
    assert (arabic.language, arabic.title, arabic.url) == (
        "ar",
        "إعداد الموازنة",
        made.get_absolute_url("ar"),
    )
    assert (english.title, english.url) == ("Preparing the budget", made.get_absolute_url("en"))
    assert arabic.headings == "التقدير"
    assert arabic.text == "ورشة ليوم واحد الأهداف قراءة الموازنة رابط قاعة البلدية د. ليلى خبيرة مالية"
    assert "secret" not in repr(document)


def test_a_workshop_in_one_language_has_one_side():
    (document,) = source.documents([f"workshop:{workshop().pk}"])
    assert [side.language for side in document.sides] == ["ar"]


def test_drafts_and_what_was_called_off_are_not_found():
    draft, made = workshop(is_published=False), workshop()
    actions.cancel_workshop(workshop=made, by=make.administrator(), reason="مرض")
    ids = [f"workshop:{draft.pk}", f"workshop:{made.pk}", "workshop:999", "workshop:x"]
    assert list(source.documents(ids)) == []
    assert source.visible(ids, make.administrator()) == set()


@pytest.mark.parametrize(
    ("audience", "seen"), [("everyone", 4), ("network", 3), ("platform", 2), ("party", 1)]
)
def test_who_may_see_a_workshop_may_find_it(audience, seen):
    platform = make.platform()
    made = workshop(platform, audience=audience)
    people = [
        None,
        make.member(make.platform()),
        make.member(platform),
        make.member(platform, is_editor=True),
    ]
    one = f"workshop:{made.pk}"
    assert sum(source.visible([one], person) == {one} for person in people) == seen


def test_each_fact_that_changes_a_document_names_it_and_registrations_do_not():
    platform = make.platform()
    organiser = make.member(platform, is_organiser=True)
    made = workshop(platform, by=organiser)
    actions.register(workshop=made, by=make.member(platform))
    actions.update_workshop(workshop=made, by=organiser, title_ar="عنوان آخر")
    actions.set_seats(workshop=made, seats=5, by=organiser)
    actions.cancel_workshop(workshop=made, by=organiser, reason="مرض")
    found = {
        entry.kind: list(source.ids_for(entry))
        for entry in Entry.objects.filter(kind__startswith="workshops.")
    }
    named = [f"workshop:{made.pk}"]
    assert found == {
        "workshops.created": [],
        "workshops.published": named,
        "workshops.registered": [],
        "workshops.changed": named,
        "workshops.seats_set": [],
        "workshops.cancelled": named,
    }


def test_all_documents_are_read_without_a_query_for_each(django_assert_max_num_queries):
    platform, by = make.platform(), make.administrator()
    for _ in range(12):
        workshop(platform, by=by)
    with django_assert_max_num_queries(4):
        assert len(list(source.documents())) == 12
