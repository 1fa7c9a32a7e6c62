"""The vocabulary: who may change it, what follows at once, what can be taken back."""

import subprocess
import sys

import pytest
from django.core.exceptions import PermissionDenied
from modelsearch.index import insert_or_update_object

from exchange.finding import actions, asking, tasks, vocabulary
from exchange.finding.models import Concept, VocabularyState
from exchange.journal import worker
from exchange.journal.models import Entry
from exchange.pages.models import UploadedDocument
from exchange.platforms import actions as platforms
from search import indexing
from search.vocabulary import concepts, current
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editable")]


@pytest.fixture
def editor():
    return make.member(make.platform(), is_editor=True)


@pytest.fixture
def few(monkeypatch):
    """A shipped vocabulary of two concepts."""
    two = (
        concepts.Concept(id="budget", ar=("موازنة", "ميزانية"), en=("budget",)),
        concepts.Concept(id="road", ar=("طريق",), by={"MA": ("زنقة",)}, near=("budget",)),
    )
    monkeypatch.setattr(concepts, "shipped", lambda: two)
    monkeypatch.setattr(vocabulary, "shipped", lambda: two)
    return two


def found(person, text: str) -> set[str]:
    return {hit.title for hit in asking.find_for(person, text).hits}


# -- who may


@pytest.mark.parametrize("role", ["is_editor", "is_coordinator"])
def test_editors_and_coordinators_of_any_platform_change_it(few, role):
    actions.save_concept(by=make.member(make.platform(), **{role: True}), ar="قزحلب")
    assert Concept.objects.filter(slug="concept-1").exists()


def test_nobody_else_does(few):
    platform = make.platform()
    editor = make.member(platform, is_editor=True)
    concept = actions.save_concept(by=editor, ar="قزحلب")
    former = make.member(platform, is_editor=True)
    platforms.leave_platform(platform=platform, by=former)
    for person in (make.visitor(), make.stranger(), make.member(platform, is_organiser=True), former):
        for deed in (
            lambda person=person: actions.save_concept(by=person, ar="كلمة"),
            lambda person=person: actions.remove_concept(concept=concept, by=person),
            lambda person=person: actions.restore_shipped(concept=concept, by=person),
            lambda person=person: actions.ask_for_rebuild(by=person),
        ):
            with pytest.raises(PermissionDenied):
                deed()


# -- at once


def test_what_an_editor_adds_is_searched_at_once_and_works_follow(few, editor):
    make.work(make.platform(), "دليل الزحلبة", audience="everyone")
    worker.drain()
    reader = make.stranger()
    assert found(reader, "قرنبيط") == set()
    actions.save_concept(by=editor, ar="زحلبة\nقرنبيط")
    worker.drain()
    assert found(reader, "قرنبيط") == {"دليل الزحلبة"}


def test_what_is_switched_off_joins_nothing_any_more(few, editor):
    make.work(make.platform(), "دليل الزحلبة", audience="everyone")
    concept = actions.save_concept(by=editor, ar="زحلبة\nقرنبيط")
    worker.drain()
    reader = make.stranger()
    assert found(reader, "قرنبيط") == {"دليل الزحلبة"}
    actions.remove_concept(concept=concept, by=editor)
    worker.drain()
    assert found(reader, "قرنبيط") == set()
    actions.save_concept(concept=concept, by=editor)
    worker.drain()
    assert found(reader, "قرنبيط") == {"دليل الزحلبة"}


def test_a_first_concept_of_ones_own_does_not_put_the_shipped_ones_out_of_use(few, editor):
    actions.save_concept(by=editor, ar="قزحلب")
    assert set(current.vocabulary().concepts) == {"budget", "road", "concept-1"}


def test_an_empty_table_stands_for_what_is_shipped(few):
    assert set(current.vocabulary().concepts) == {"budget", "road"}


def test_all_switched_off_is_none_and_not_the_shipped_ones(few, editor):
    actions.load_shipped()
    for concept in Concept.objects.all():
        actions.remove_concept(concept=concept, by=editor)
    assert set(current.vocabulary().concepts) == set()


def test_the_version_is_asked_once_a_second_and_the_concepts_when_it_has_changed(
    few, editor, django_assert_num_queries, monkeypatch
):
    actions.load_shipped()
    current.vocabulary()
    with django_assert_num_queries(0):
        current.vocabulary()
    monkeypatch.setattr(vocabulary, "KEPT_SECONDS", 0)
    with django_assert_num_queries(1):
        current.vocabulary()


@pytest.mark.django_db(transaction=True)
def test_another_process_knows_a_change_at_its_next_search(few, editor, tmp_path, settings):
    """A process that has searched before the change searches with it a second later, without a new start."""
    script = (
        "import os, sys, time, django\n"
        "from pathlib import Path\n"
        "import tests.settings\n"
        "from django.conf import settings\n"
        f"tests.settings.DATABASES['default']['NAME'] = {str(settings.DATABASES['default']['NAME'])!r}\n"
        "django.setup()\n"
        "from search.vocabulary import current\n"
        "print('concept-1' in current.vocabulary().concepts, flush=True)\n"
        "sys.stdin.readline()\n"
        "time.sleep(1.1)\n"
        "print('concept-1' in current.vocabulary().concepts, flush=True)\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**__import__("os").environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
    )
    try:
        assert other.stdout.readline() == "False\n"
        actions.save_concept(by=editor, ar="قزحلب")
        said, _ = other.communicate("\n", timeout=30)
    finally:
        other.kill()
    assert said == "True\n"


# -- what is kept


def test_loading_twice_changes_nothing_the_second_time(few):
    assert (actions.load_shipped(), actions.load_shipped()) == (2, 0)
    assert VocabularyState.objects.get().version == 1
    assert [row.as_known for row in Concept.objects.all()] == list(few)


def test_the_whole_shipped_vocabulary_survives_the_table():
    actions.load_shipped()
    kept = {row.slug: row.as_known for row in Concept.objects.all()}
    assert kept == {known.id: known for known in concepts.shipped()}


def test_an_upgrade_follows_the_file_and_leaves_what_was_changed_here(few, editor, monkeypatch):
    actions.load_shipped()
    mine = actions.save_concept(concept=Concept.objects.get(slug="budget"), by=editor, ar="موازنتنا")
    fresh = (
        concepts.Concept(id="budget", ar=("موازنة جديدة",)),
        concepts.Concept(id="bridge", ar=("جسر",)),
    )
    monkeypatch.setattr(concepts, "shipped", lambda: fresh)
    assert actions.load_shipped() == 2
    assert {row.slug: row.ar for row in Concept.objects.all()} == {"budget": "موازنتنا", "bridge": "جسر"}
    assert VocabularyState.objects.get().rebuild == "offered"
    actions.restore_shipped(concept=mine, by=editor)
    mine.refresh_from_db()
    assert (mine.ar, mine.is_changed) == ("موازنة جديدة", False)


def test_what_was_added_here_has_no_shipped_text(few, editor):
    concept = actions.save_concept(by=editor, ar="قزحلب")
    with pytest.raises(actions.NotShipped):
        actions.restore_shipped(concept=concept, by=editor)


def test_every_change_can_be_seen_and_taken_back(few, editor):
    concept = actions.save_concept(by=editor, ar="زحلبة")
    actions.save_concept(concept=concept, by=editor, ar="زحلبة\nقرنبيط", en="cauli")
    actions.remove_concept(concept=concept, by=editor)
    added, changed, removed = Entry.objects.about(concept)
    assert [entry.kind for entry in (added, changed, removed)] == [
        "finding.concept_saved", "finding.concept_saved", "finding.concept_removed",
    ]  # fmt: skip
    assert changed.details["forms"] == ["cauli", "قرنبيط"]
    back = actions.take_back(entry=removed, by=editor)
    assert (back.is_active, back.ar, back.en) == (True, "زحلبة\nقرنبيط", "cauli")
    back = actions.take_back(entry=changed, by=editor)
    assert (back.ar, back.en) == ("زحلبة", "")
    assert actions.take_back(entry=added, by=editor).is_active is False


@pytest.mark.parametrize(
    ("texts", "refusal"),
    [
        ({"ar": " \n "}, actions.NoForm),
        ({"ar": "موازنة\n؟!"}, actions.NoLetters),
        ({"ar": "موازنة", "en": "2024"}, actions.NoLetters),
        ({"ar": "كلمة " * 9}, actions.TooManyWords),
    ],
)
def test_forms_that_no_search_can_meet_are_refused(few, editor, texts, refusal):
    with pytest.raises(refusal):
        actions.save_concept(by=editor, **texts)


def test_a_form_of_two_other_concepts_and_a_wide_word_are_warned_of(few, editor, monkeypatch):
    monkeypatch.setattr(vocabulary, "WIDE", 2)
    # The index also holds what other tests have left in it.
    monkeypatch.setattr(vocabulary, "WIDE_SHARE", 0)
    for name in ("زحلبة", "قرنبيط"):
        actions.save_concept(by=editor, ar=f"{name}\nخضار")
    platform = make.platform()
    for number in range(2):
        make.work(platform, f"دليل البطاطا {number}", audience="everyone")
    worker.drain()
    own = actions.save_concept(by=editor, ar="سلة\nالخضار\nبطاطا")
    told = vocabulary.warnings(own.forms, editor, own)
    assert len(told) == 2
    assert "«الخضار»" in told[0] and "زحلبة" in told[0] and "قرنبيط" in told[0]
    assert "«بطاطا»" in told[1] and "2" in told[1]


def test_a_wide_word_is_counted_in_works_that_the_editor_may_see(few, editor, monkeypatch):
    monkeypatch.setattr(vocabulary, "WIDE", 2)
    # The index also holds what other tests have left in it.
    monkeypatch.setattr(vocabulary, "WIDE_SHARE", 0)
    for _ in range(3):
        make.work(make.platform(), "دليل البطاطا", audience="platform")
    worker.drain()
    assert vocabulary.warnings(["بطاطا"], editor) == []


# -- the index written anew


def test_a_change_of_too_many_works_offers_a_rebuild(few, editor, monkeypatch):
    monkeypatch.setattr(indexing, "refresh_speaking_of", lambda *_: None)
    actions.save_concept(by=editor, ar="زحلبة")
    worker.drain()
    assert VocabularyState.objects.get().rebuild == "offered"
    assert actions.ask_for_rebuild(by=editor) is True
    assert actions.ask_for_rebuild(by=editor) is False
    worker.drain()
    assert VocabularyState.objects.get().rebuild == "none"


def test_a_rebuild_lets_the_admins_own_search_learn_the_new_words_too(few, editor):
    document = make.document(make.platform(), "سقالات معدنية", b"%PDF-")
    insert_or_update_object(document)
    actions.save_concept(by=editor, ar="سقالات\nبرندة")
    assert list(UploadedDocument.objects.search("برندة")) == []
    actions.ask_for_rebuild(by=editor)
    worker.drain()
    assert list(UploadedDocument.objects.search("برندة")) == [document]


def test_a_rebuild_that_fails_says_so_and_can_be_asked_for_again(few, editor, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(indexing, "rebuild", lambda progress: 1 / 0)
        actions.ask_for_rebuild(by=editor)
        worker.drain()
    assert VocabularyState.objects.get().rebuild == "failed"
    assert actions.ask_for_rebuild(by=editor) is True


def test_a_change_during_a_rebuild_offers_another(few, editor, monkeypatch):
    real = indexing.rebuild

    def change_meanwhile(progress):
        actions.save_concept(by=editor, ar="زحلبة")
        return real(progress)

    monkeypatch.setattr(indexing, "rebuild", change_meanwhile)
    actions.ask_for_rebuild(by=editor)
    tasks.rebuild_index.call()
    assert VocabularyState.objects.get().rebuild == "offered"


def test_a_rebuild_whose_worker_was_killed_is_taken_up_again(few, editor):
    actions.ask_for_rebuild(by=editor)
    actions.vocabulary.begin_rebuild()
    assert actions.vocabulary.begin_rebuild() is None
    VocabularyState.objects.update(
        beat_at=VocabularyState.objects.get().beat_at - VocabularyState.LOST_AFTER * 2
    )
    assert VocabularyState.objects.get().is_rebuilding is False
    tasks.rebuild_index.call()
    assert VocabularyState.objects.get().rebuild == "none"
