"""What the index holds otherwise than the database is found, called by its name, and mended."""

import logging
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from search import indexing
from search.documents import ANSWERED, FileText, Side
from search.finding import find

EACH = 20
KINDS = ("missing", "extra", "stale", "rights", "platform")


def other_text(work, number):
    """The same work with something else about it: of everything that a document has, in turn."""
    side = work.sides[0]
    return replace(
        work,
        **[
            {"sides": (replace(side, title=f"{side.title} المعدل"),)},
            {"sides": (replace(side, text="نص آخر"),)},
            {"sides": (replace(side, headings="عنوان فرعي"),)},
            {"sides": (replace(side, url="/ar/elsewhere/"),)},
            {"sides": (side, Side("en", "Report", "/en/report/"))},
            {"tags": ("وسم",)},
            {"files": (FileText("ملحق.pdf", 2, "جدول"),)},
            {"marks": (ANSWERED,)},
            {"authorities": ("7",)},
            {"published_at": None},
        ][number % 10],
    )


def other_rights(work, number):
    """Narrower, wider, another platform's, nobody's; half of them with another text and platform as well."""
    audience = [("party:1",), ("everyone", "platform:1"), ("platform:2",), ()][number % 4]
    changed = replace(work, audience=audience)
    return replace(other_text(changed, number), platforms=("innovation",)) if number % 2 else changed


def other_platform(work, number):
    """Moved, in a second one, or in none; half of them with another text as well."""
    platforms = [("innovation",), ("finance", "innovation"), ()][number % 3]
    changed = replace(work, platforms=platforms)
    return other_text(changed, number) if number % 2 else changed


CHANGES = {"stale": other_text, "rights": other_rights, "platform": other_platform}


@pytest.fixture
def drifted(shelf):
    """A hundred works of which the index knows nothing right, and as many that are as they were."""
    for number in range(EACH * len(KINDS)):
        shelf.put(f"same{number}", f"تقرير {number}", audience=("platform:1",), platforms=("finance",))
    works = {
        (kind, number): shelf.put(
            f"{kind}{number}", f"تقرير {number}", "نص", audience=("platform:1",), platforms=("finance",)
        )
        for kind in KINDS
        for number in range(EACH)
        if kind != "missing"
    }
    indexing.rebuild()
    for (kind, number), work in works.items():
        if kind == "extra":
            del shelf.works[work.id]
        else:
            shelf.works[work.id] = CHANGES[kind](work, number)
    for number in range(EACH):
        shelf.put(f"missing{number}", f"تقرير {number}")
    return [(f"guide:{kind}{number}", kind) for kind in KINDS for number in range(EACH)]


def checked(*, capsys, **options) -> tuple[int, list[str]]:
    """How the command ended and the lines that it printed."""
    code = 0
    try:
        call_command("search_index", **options)
    except CommandError as failure:
        code = failure.returncode
    return code, capsys.readouterr().out.splitlines()


def test_a_hundred_drifts_of_five_kinds_are_each_called_by_their_name(drifted, capsys):
    code, printed = checked(check=True, capsys=capsys)
    assert (code, len(printed)) == (1, 100)
    assert sorted(printed) == sorted(f"{kind}\t{one}" for one, kind in drifted)
    # What matters most is read first.
    assert [line.partition("\t")[0] for line in printed[:EACH]] == ["rights"] * EACH


def test_mending_brings_all_that_differs_into_step_and_says_so(drifted, shelf, capsys):
    code, printed = checked(mend=True, capsys=capsys)
    assert (code, printed[100:]) == (
        0,
        ["Written anew. 0 differ still.", "The index holds exactly what the database holds."],
    )
    assert indexing.check() == []
    assert find(text="تقرير", tokens=["platform:1"]).total == len(
        [work for work in shelf.works.values() if "platform:1" in work.audience]
    )
    assert checked(mend=True, capsys=capsys) == (0, ["The index holds exactly what the database holds."])


def test_mending_writes_nothing_but_what_differs(drifted, shelf, monkeypatch):
    read, real = set(), shelf.documents

    def documents(ids=None):
        read.update(ids or ())
        return real(ids)

    monkeypatch.setattr(shelf, "documents", documents)
    assert indexing.put_right(indexing.check()) == []
    assert read == {one for one, _kind in drifted}


@pytest.mark.parametrize("reason", ["many", "no index"])
def test_where_it_is_quicker_all_is_written_anew(drifted, monkeypatch, reason):
    if reason == "many":
        monkeypatch.setattr(indexing, "_MOST_ONE_BY_ONE", 99)
    else:
        monkeypatch.setattr(indexing, "ready", lambda: False)
    rebuilt, real = [], indexing.rebuild
    monkeypatch.setattr(indexing, "rebuild", lambda: rebuilt.append(real()))
    assert indexing.put_right(indexing.check()) == []
    assert rebuilt == [180]


def test_a_rebuild_mends_all_of_it(drifted, capsys):
    call_command("search_index", rebuild=True)
    assert checked(check=True, capsys=capsys)[1][1:] == ["The index holds exactly what the database holds."]


def test_what_differs_still_after_mending_is_told_and_fails(drifted, shelf, monkeypatch, capsys):
    """As when a work is changed past the journal at that very moment."""
    real = indexing.refresh_ids

    def refresh_ids(ids):
        real(ids)
        shelf.put("stale0", "تقرير أحدث")

    monkeypatch.setattr(indexing, "refresh_ids", refresh_ids)
    code, printed = checked(mend=True, capsys=capsys)
    assert (code, printed[100:]) == (1, ["Written anew. 1 differ still.", "rights\tguide:stale0"])


def test_other_rights_are_an_alarm_and_other_texts_are_none(drifted, shelf, caplog, capsys):
    with caplog.at_level(logging.ERROR, logger="search"):
        checked(check=True, capsys=capsys)
    (said,) = [record.getMessage() for record in caplog.records]
    assert "20 works with other rights" in said and said.count("guide:rights") == 20
    caplog.clear()
    indexing.rebuild()
    shelf.put("same1", "تقرير معدل", audience=("platform:1",), platforms=("finance",))
    with caplog.at_level(logging.ERROR, logger="search"):
        assert checked(check=True, capsys=capsys) == (1, ["stale\tguide:same1"])
    assert caplog.records == []


def test_an_index_that_an_older_code_has_written_differs_altogether(drifted, shelf, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr("search.prepared.fingerprint", lambda document: "0123456789abcdef")
        indexing.rebuild()
    assert indexing.check() == sorted((one, "stale") for one in shelf.works)


def test_a_check_that_compares_nothing_would_be_noticed(drifted, monkeypatch):
    """The twin: the hundred are found by their fingerprints and by nothing else."""
    monkeypatch.setattr(indexing, "differing", lambda held, true: "")
    assert {what for _one, what in indexing.check()} == {"missing", "extra"}
