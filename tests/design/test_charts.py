"""Promises of the charts: round ticks over the data, bars as long as their numbers, words that can be read."""

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as some

from exchange.design.charts import (
    LONGEST,
    PLOT,
    TOP,
    Cell,
    Chart,
    Series,
    column_drawing,
    line_drawing,
    row_drawing,
    said,
    share,
    table_of,
    ticks,
)
from tests.design.test_components import draw

# Machines of the build are slow now and then.
patiently = settings(deadline=None)
counts = some.lists(some.integers(0, 10**15), min_size=1, max_size=40)


def number(length: str) -> float:
    return float(length.rstrip("%em"))


def chart(drawing, labels, series, **words) -> Chart:
    return Chart("key", "عنوان", drawing, table_of("الشهر", labels, series), **words)


# -- the scale


@patiently
@given(some.integers(0, 10**18), some.integers(1, 10))
def test_ticks_begin_at_zero_are_equally_far_apart_and_reach_just_over_the_data(most, steps):
    found = ticks(most, steps)
    size = found[1]
    assert found == [size * at for at in range(len(found))]
    assert found[-1] >= most
    assert found[-2] < most or most == 0
    assert 2 <= len(found) <= steps + 1


@patiently
@given(some.integers(1, 10**18))
def test_the_step_between_ticks_is_1_2_or_5_with_zeros(most):
    assert re.fullmatch("[125]0*", str(ticks(most)[1]))


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (4, [0, 1, 2, 3, 4]),
        (5, [0, 2, 4, 6]),
        (97, [0, 50, 100]),
    ],
)
def test_small_counts_have_whole_ticks(most, expected):
    assert ticks(most) == expected


def test_ticks_know_nothing_below_zero():
    with pytest.raises(ValueError, match="below zero"):
        ticks(-1)


def test_a_share_of_nothing_is_nothing():
    assert (share(0, 0), share(1, 4), share(4, 4)) == (0, 25, 100)


def test_thousands_are_set_apart_in_ascii_digits():
    assert (said(7), said(1234567), Cell(1200).words, Cell("12 آذار").words) == (
        "7",
        "1,234,567",
        "1,200",
        "12 آذار",
    )


# -- drawings


@patiently
@given(counts)
def test_standing_bars_are_as_high_as_their_numbers_and_stand_on_the_ground(values):
    drawing = column_drawing(["شهر"] * len(values), [Series("أ", tuple(values))])
    top = ticks(max(values))[-1]
    for bar, value in zip(drawing.shapes, values, strict=True):
        assert number(bar.height) == pytest.approx(PLOT * value / top, abs=0.001)
        assert number(bar.y) + number(bar.height) == pytest.approx(TOP + PLOT, abs=0.002)
        assert 0 <= number(bar.x) <= number(bar.x) + number(bar.width) <= 100.001


@patiently
@given(counts, some.booleans())
def test_lying_bars_are_as_long_as_their_numbers_and_begin_where_the_page_begins(values, is_rtl):
    drawing = row_drawing(["بلدة"] * len(values), [Series("أ", tuple(values))], is_rtl=is_rtl)
    for bar, value in zip(drawing.shapes, values, strict=True):
        length = number(bar.width)
        assert length == pytest.approx(LONGEST * value / max(1, *values), abs=0.001)
        assert number(bar.x) == (pytest.approx(100 - length, abs=0.002) if is_rtl else 0)


@patiently
@given(counts)
def test_points_of_a_line_lie_between_the_ground_and_the_top_from_left_to_right(values):
    drawing = line_drawing(["شهر"] * len(values), [Series("أ", tuple(values))])
    across = [number(point.x) for point in drawing.shapes]
    assert across == sorted(across)
    assert all(TOP <= number(point.y) <= TOP + PLOT for point in drawing.shapes)
    assert len(drawing.strokes) == len(values) - 1
    assert [(one.x, one.y) for one in drawing.strokes] == [(one.x, one.y) for one in drawing.shapes[:-1]]


def test_bars_of_two_series_stand_beside_each_other_without_touching_the_next_month():
    drawing = column_drawing(["أ", "ب"], [Series("مقاعد", (4, 2)), Series("انتظار", (1, 0))])
    first = sorted((number(bar.x), number(bar.x) + number(bar.width)) for bar in drawing.shapes)
    assert all(one[1] <= other[0] + 0.001 for one, other in pairwise(first))
    assert drawing.legend == ((1, "مقاعد"), (2, "انتظار"))


def test_one_series_needs_no_legend():
    assert column_drawing(["أ"], [Series("مقاعد", (4,))]).legend == ()


def test_nothing_counted_is_drawn_flat():
    drawing = line_drawing(["أ", "ب"], [Series("مقاعد", (0, 0))])
    assert {point.y for point in drawing.shapes} == {f"{TOP + PLOT}em"}
    assert [tick.text for tick in drawing.ticks] == ["0", "1"]


def test_numbers_below_zero_are_refused():
    with pytest.raises(ValueError, match="below zero"):
        Series("أ", (1, -1))


@pytest.mark.parametrize(
    ("labels", "series"),
    [
        ([], [Series("أ", ())]),
        (["أ"], []),
        (["أ"], [Series("أ", (1, 2))]),
        (["أ"], [Series("أ", (1,))] * 4),
    ],
)
@pytest.mark.parametrize(
    "make", [line_drawing, column_drawing, lambda *given: row_drawing(*given, is_rtl=True)]
)
def test_a_chart_without_labels_or_with_more_series_than_can_be_told_apart_is_refused(make, labels, series):
    with pytest.raises(ValueError, match="series"):
        make(labels, series)


def test_a_month_of_two_words_takes_two_lines_and_every_third_stays_on_a_phone():
    drawing = column_drawing(["تشرين الثاني", "آذار", "نيسان", "أيار"], [Series("أ", (1, 2, 3, 4))])
    assert [(words.text, words.is_minor) for words in drawing.labels] == [
        ("تشرين", False), ("الثاني", False), ("آذار", True), ("نيسان", True), ("أيار", False),
    ]  # fmt: skip
    assert drawing.labels[0].y < drawing.labels[1].y


@pytest.mark.parametrize(
    ("is_rtl", "edge", "anchors"), [(True, "100%", "start end"), (False, "0%", "end start")]
)
def test_each_name_keeps_its_direction_and_the_edge_of_the_page(is_rtl, edge, anchors):
    drawing = row_drawing(["بلدية نابلس", "Nablus"], [Series("أ", (1, 2))], is_rtl=is_rtl)
    assert {words.x for words in drawing.labels} == {edge}
    assert [words.direction for words in drawing.labels] == ["rtl", "ltr"]
    assert " ".join(words.anchor for words in drawing.labels) == anchors


def test_a_long_name_is_written_out_in_lines():
    name = "ورشة " + "الموازنة التشاركية في الهيئات المحلية " * 5
    drawing = row_drawing([name, "ب"], [Series("أ", (1, 2))], is_rtl=True)
    assert " ".join(words.text for words in drawing.labels[:-1]) == " ".join(name.split())
    assert all(len(words.text) <= 34 for words in drawing.labels)


def test_two_numbers_never_stand_in_one_place():
    drawing = column_drawing(["أ", "ب"] * 6, [Series("أ", (9,) + (0,) * 11), Series("ب", (9,) + (0,) * 11)])
    assert len(drawing.numbers) == 1


# -- components


LABELS = ["كانون الأول", "كانون الثاني"]
TWO = [Series("انضمّ", (3, 1200)), Series("غادر", (0, 1))]
DRAWN = {
    "chart_line": lambda: line_drawing(LABELS, TWO),
    "chart_bar": lambda: column_drawing(LABELS, TWO),
    "rows": lambda: row_drawing(LABELS, TWO, is_rtl=True),
}


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("kind", DRAWN)
def test_a_chart_is_one_picture_with_title_and_description_and_its_numbers_in_a_table(kind, language):
    name = "chart_bar" if kind == "rows" else kind
    shown = chart(DRAWN[kind](), LABELS, TWO, description="وصف", note="ملاحظة")
    html = draw(f"components/{name}.html", language, chart=shown)
    tree = ElementTree.fromstring(html)
    (picture,) = [svg for svg in tree.iter("svg") if svg.get("role") == "img"]
    assert picture.get("aria-labelledby") == "key-title key-desc"
    assert [(one.get("id"), one.text) for one in picture[:2]] == [("key-title", "عنوان"), ("key-desc", "وصف")]
    assert picture.get("viewBox") is None
    assert "".join(tree.find("figcaption").itertext()) == "عنوان"
    rows = [["".join(cell.itertext()) for cell in row] for row in tree.iter("tr")]
    assert rows == [["الشهر", "انضمّ", "غادر"], ["كانون الأول", "3", "0"], ["كانون الثاني", "1,200", "1"]]
    assert tree.find("div").get("dir") == "ltr"
    assert "style=" not in html


def test_lengths_are_written_with_points_in_arabic():
    html = draw("components/chart_bar.html", chart=chart(DRAWN["chart_bar"](), LABELS, TWO))
    lengths = re.findall(r' (?:x|y|x1|y1|x2|y2|width|height)="([^"]+)"', html)
    assert lengths
    assert [one for one in lengths if not re.fullmatch(r"\d+(\.\d+)?(%|em)?", one)] == []


def test_series_differ_by_more_than_colour():
    html = draw("components/chart_bar.html", chart=chart(DRAWN["chart_bar"](), LABELS, TWO))
    assert html.count('fill="url(#key-hatch)"') == 3
    html = draw("components/chart_line.html", chart=chart(DRAWN["chart_line"](), LABELS, TWO))
    assert set(re.findall(r'<path d="([^"]{6})', html)) == {"M-4.5 ", "M-4.5-"}


def test_what_people_typed_is_escaped_in_drawings():
    bad = "<script>1</script>"
    with override("ar"):
        drawing = row_drawing([bad], [Series(bad, (1,))], is_rtl=True)
    shown = replace(chart(drawing, [bad], [Series(bad, (1,))]), title=bad, description=bad, note=bad)
    assert "<script" not in draw("components/chart_bar.html", chart=shown)
