"""Charts drawn on the server: where each bar, point and word of an SVG stands. What is counted is not known here.

Across, everything is a share of the width in per cent, so that a drawing fills any screen; downwards, everything is in
em, so that it grows with its letters: text is never scaled. Lengths are text for attributes ("12.5%", "3.2em"), since
a template would write a number with a decimal comma.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from textwrap import wrap

from exchange.design.templatetags.design import direction

# Series that can be told apart on paper: filled, hatched, empty; circle, square, triangle.
MOST_SERIES = 3
# In em: room for a number over the highest point, the plot, a line of text, and a bar that lies with its distance.
TOP, PLOT, LINE, BAR, PITCH, GAP = 1.6, 11.0, 1.4, 0.95, 1.35, 0.7
# Of the width: what bars take of the place of their label, and what the longest lying bar leaves for its number.
FULL, LONGEST = 0.72, 84
# Letters in a line over a lying bar: as many as a phone of 320 px holds.
LETTERS = 34
EVERY = 3


@dataclass(frozen=True)
class Series:
    """One thing that is counted: its name, and for each label a whole number, 0 or more."""

    name: str
    values: tuple[int, ...]

    def __post_init__(self):
        if any(value < 0 for value in self.values):
            raise ValueError(f"{self.name}: a chart of what is counted has no numbers below zero")


@dataclass(frozen=True)
class Cell:
    """What stands in a table: a number or words, and where it leads, if anywhere."""

    value: int | str
    url: str = ""

    @property
    def words(self) -> str:
        return said(self.value) if isinstance(self.value, int) else self.value


@dataclass(frozen=True)
class Table:
    """The same numbers to be read: the headings, and the rows, each of which begins with its name."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Shape:
    """A bar, a point or a stroke from (`x`, `y`) to (`to_x`, `to_y`). `style` is the place of its series, from 1."""

    style: int
    x: str
    y: str
    width: str = ""
    height: str = ""
    to_x: str = ""
    to_y: str = ""


@dataclass(frozen=True)
class Words:
    """A line of text at a place. What `is_minor` is left out where there is little room."""

    text: str
    x: str
    y: str
    anchor: str = "middle"
    direction: str = ""
    is_minor: bool = False


@dataclass(frozen=True)
class Drawing:
    """What an SVG of the whole width and of `height` shows; `legend` has style and name of each series, if several."""

    height: str
    legend: tuple[tuple[int, str], ...]
    shapes: tuple[Shape, ...] = ()
    strokes: tuple[Shape, ...] = ()
    ticks: tuple[Words, ...] = ()
    labels: tuple[Words, ...] = ()
    numbers: tuple[Words, ...] = ()
    # Whether the numbers of the axis are long.
    is_wide: bool = False


@dataclass(frozen=True)
class Chart:
    """A drawing with its words. `key` is an id, once on a page; `title` is a sentence that says what is seen;
    `description` tells the course of it to who does not see it; `note` says what was counted, and how."""

    key: str
    title: str
    drawing: Drawing
    table: Table
    description: str = ""
    note: str = ""


def ticks(most: int, steps: int = 4) -> list[int]:
    """Round whole numbers at equal distances, from 0 to `most` or just above it, in at most so many steps."""
    if most < 0:
        raise ValueError("there is nothing below zero")
    sizes = (figure * 10**zeros for zeros in count() for figure in (1, 2, 5))
    size = next(size for size in sizes if size * steps >= most)
    return [size * at for at in range(max(1, -(-most // size)) + 1)]


def share(value: int, whole: int) -> float:
    """How much of `whole` a value is, in per cent; of nothing it is 0."""
    return 100 * value / whole if whole else 0.0


def said(number: int) -> str:
    """A number with its thousands set apart; ASCII digits in both languages."""
    return f"{number:,}"


def table_of(head: str, names: Iterable[str], series: Sequence[Series]) -> Table:
    """The table of a chart: a row for each name, a column for each series."""
    rows = zip(names, *(one.values for one in series), strict=True)
    return Table(
        (head, *(one.name for one in series)), tuple(tuple(Cell(value) for value in row) for row in rows)
    )


def line_drawing(labels: Sequence[str], series: Sequence[Series]) -> Drawing:
    """Lines over time, from left to right in every language. Each word of a label takes a line."""
    top, frame = _frame(labels, series)
    places = [_middle(at, len(labels)) for at in range(len(labels))]
    points = [[(x, _y(value, top)) for x, value in zip(places, one.values, strict=True)] for one in series]
    ends = [
        (one.values[at], *course[at]) for one, course in zip(series, points, strict=True) for at in (-1, 0)
    ]
    return Drawing(
        **frame,
        shapes=tuple(
            Shape(style, _percent(x), _em(y)) for style, line in enumerate(points, 1) for x, y in line
        ),
        strokes=tuple(
            Shape(style, _percent(x), _em(y), to_x=_percent(to_x), to_y=_em(to_y))
            for style, line in enumerate(points, 1)
            for (x, y), (to_x, to_y) in pairwise(line)
        ),
        numbers=_numbers(ends),
    )


def column_drawing(labels: Sequence[str], series: Sequence[Series]) -> Drawing:
    """Bars that stand beside each other over time, from left to right in every language."""
    top, frame = _frame(labels, series)
    width = 100 / len(labels) * FULL / len(series)
    shapes, highest = [], []
    for style, one in enumerate(series, 1):
        bars = []
        for at, value in enumerate(one.values):
            x = _middle(at, len(labels)) + width * (style - 1 - len(series) / 2)
            y = _y(value, top)
            bars.append((value, x + width / 2, y))
            shapes.append(Shape(style, _percent(x), _em(y), _percent(width), _em(_y(0, top) - y)))
        highest.append(max(bars))
    return Drawing(**frame, shapes=tuple(shapes), numbers=_numbers(one for one in highest if one[0]))


def row_drawing(labels: Sequence[str], series: Sequence[Series], *, is_rtl: bool) -> Drawing:
    """Bars that lie, each under its label and with its number; they begin at the right where the page does."""
    _check(labels, series)
    most = max(max(one.values) for one in series)
    page = "rtl" if is_rtl else "ltr"
    edge = "100%" if is_rtl else "0%"
    shapes, names, numbers = [], [], []
    y = 0.0
    for at, label in enumerate(labels):
        own = direction(label).replace("auto", page)
        for line in wrap(label, LETTERS, break_on_hyphens=False) or [""]:
            names.append(Words(line, edge, _em(y + 0.9), "start" if own == page else "end", own))
            y += LINE
        for style, one in enumerate(series, 1):
            length = share(one.values[at], most) * LONGEST / 100
            shapes.append(
                Shape(style, _percent(100 - length if is_rtl else 0), _em(y), _percent(length), _em(BAR))
            )
            x = _percent(100 - length if is_rtl else length)
            numbers.append(Words(said(one.values[at]), x, _em(y + 0.85), "end" if is_rtl else "start"))
            y += PITCH
        y += GAP
    return Drawing(_em(y - GAP), _legend(series), tuple(shapes), labels=tuple(names), numbers=tuple(numbers))


def _check(labels: Sequence[str], series: Sequence[Series]) -> None:
    if not labels or not 1 <= len(series) <= MOST_SERIES:
        raise ValueError(f"a chart has labels, and one to {MOST_SERIES} series")
    if any(len(one.values) != len(labels) for one in series):
        raise ValueError("a series has a value for each label")


def _frame(labels: Sequence[str], series: Sequence[Series]) -> tuple[int, dict]:
    """The number at the top of the plot, and what lines and standing bars have in common."""
    _check(labels, series)
    steps = ticks(max(max(one.values) for one in series))
    words = [label.split() for label in labels]
    frame = {
        "height": _em(TOP + PLOT + LINE * (max(map(len, words)) + 0.3)),
        "legend": _legend(series),
        "ticks": tuple(Words(said(step), "0%", _em(_y(step, steps[-1])), "end") for step in steps),
        "labels": tuple(
            Words(
                word,
                _percent(_middle(at, len(labels))),
                _em(TOP + PLOT + LINE * line),
                is_minor=at % EVERY > 0,
            )
            for at, lines in enumerate(words)
            for line, word in enumerate(lines, 1)
        ),
        "is_wide": len(said(steps[-1])) > len("9,999"),
    }
    return steps[-1], frame


def _numbers(places: Iterable[tuple[int, float, float]]) -> tuple[Words, ...]:
    """Numbers over their points; one that would stand in another's place is left to the table."""
    free: list[tuple[int, float, float]] = []
    for value, x, y in places:
        if all(abs(x - other_x) > 12 or abs(y - other_y) > LINE for _value, other_x, other_y in free):
            free.append((value, x, y))
    return tuple(Words(said(value), _percent(x), _em(y - 0.6)) for value, x, y in free)


def _legend(series: Sequence[Series]) -> tuple[tuple[int, str], ...]:
    return tuple((style, one.name) for style, one in enumerate(series, 1)) if len(series) > 1 else ()


def _middle(at: int, places: int) -> float:
    return (at + 0.5) * 100 / places


def _y(value: int, top: int) -> float:
    return TOP + PLOT * (1 - value / top)


def _percent(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".") + "%"


def _em(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".") + "em"
