"""Promises of the style sheets: start and end, known tokens, little weight, colours that can be read."""

import gzip
import re

import pytest
import tinycss2
from django.conf import settings

ROOT = settings.BASE_DIR
DESIGN = ROOT / "exchange" / "design" / "static" / "design"
SHEETS = sorted(
    path
    for path in (ROOT / "exchange").glob("**/static/**/*.css")
    if "vendor" not in path.relative_to(ROOT).parts
)
OURS = ["tokens.css", "base.css", "components.css", "print.css"]

PHYSICAL = re.compile(
    r"^(left|right|top|bottom|width|height|(min|max)-(width|height)"
    r"|(margin|padding|border)-(left|right|top|bottom).*|border-(top|bottom)-(left|right)-radius)$"
)
# Media queries know no logical width; everything else does.
QUERIES = {"min-width", "max-width"}


def declarations(nodes):
    """Every property with its value, at any depth of at-rules and nesting."""
    for node in nodes:
        if node.type == "declaration":
            yield node.lower_name, tinycss2.serialize(node.value).strip()
        elif node.type in {"qualified-rule", "at-rule"} and node.content is not None:
            yield from declarations(tinycss2.parse_blocks_contents(node.content))


def sheet(path):
    return tinycss2.parse_stylesheet(path.read_text(), skip_comments=True, skip_whitespace=True)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_styles_know_start_and_end_not_left_and_right(path):
    wrong = [
        (name, value)
        for name, value in declarations(sheet(path))
        if PHYSICAL.match(name)
        or (name in {"text-align", "float", "clear"} and value in {"left", "right"})
        or (name in {"letter-spacing", "order"} and value != "inherit")
        or "row-reverse" in value
        or (value == "justify" and name == "text-align")
    ]
    assert wrong == []


def is_layer(rule) -> bool:
    return rule.lower_at_keyword == "layer" and rule.content is not None


def tokens() -> tuple[dict, dict]:
    """The custom properties of the light and of the dark theme."""
    light, dark = {}, {}
    (layer,) = [rule for rule in sheet(DESIGN / "tokens.css") if rule.type == "at-rule" and is_layer(rule)]
    for rule in tinycss2.parse_blocks_contents(layer.content):
        if rule.type == "qualified-rule" and tinycss2.serialize(rule.prelude).strip() == ":root":
            light |= dict(declarations([rule]))
        elif rule.type == "at-rule" and "dark" in tinycss2.serialize(rule.prelude):
            dark |= dict(declarations([rule]))
    return light, light | dark


def test_every_token_used_is_defined():
    defined, used = set(), set()
    for path in SHEETS:
        for name, value in declarations(sheet(path)):
            if name.startswith("--"):
                defined.add(name)
            used |= set(re.findall(r"var\((--[\w-]+)", value))
    assert sorted(used - defined) == []
    assert sorted(defined - used - {f"--s{n}" for n in range(1, 9)}) == []


def test_colours_stand_in_tokens_alone():
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(rgb|hsl|oklch|oklab)a?\(")
    found = [
        (path.name, name, value)
        for path in SHEETS
        if path.name not in {"tokens.css", "print.css"}
        for name, value in declarations(sheet(path))
        if colour.search(value)
    ]
    assert found == []


def test_all_styles_weigh_at_most_15_kilobytes_compressed():
    assert {path.name for path in SHEETS} >= set(OURS)
    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in SHEETS) <= 15_000


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted([luminance(one), luminance(other)], reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


GROUNDS = ["--bg", "--surface", "--sunken"]
TEXT = ["--text", "--muted", "--primary", "--link", "--primary-hover", "--ok", "--warn", "--danger"]
ACCENTS = [
    f"--accent-{slug}"
    for slug in ["public-relations", "engineering", "finance", "village-councils", "innovation"]
]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_text_colour_is_read_on_every_ground(theme):
    values = tokens()[theme]
    pairs = [(name, ground) for name in TEXT + ACCENTS for ground in GROUNDS]
    pairs += [("--text", "--soft"), ("--link", "--soft"), ("--text", "--mark"), ("--on-primary", "--primary")]
    pairs += [("--on-primary", "--primary-hover"), ("--on-primary", "--danger")]
    pairs += [("--on-primary", accent) for accent in ACCENTS]
    weak = [
        (a, b, round(contrast(values[a], values[b]), 2))
        for a, b in pairs
        if contrast(values[a], values[b]) < 4.5
    ]
    assert weak == []


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_edges_of_inputs_and_the_focus_ring_are_seen(theme):
    values = tokens()[theme]
    pairs = [(name, ground) for name in ("--edge", "--focus") for ground in GROUNDS]
    weak = [
        (a, b, round(contrast(values[a], values[b]), 2))
        for a, b in pairs
        if contrast(values[a], values[b]) < 3
    ]
    assert weak == []


def test_the_ratios_of_the_plan_hold():
    """As measured when the palette was chosen: on the page's ground, in the light and in the dark theme."""
    measured = {
        name: tuple(round(contrast(theme[name], theme["--bg"]), 1) for theme in tokens())
        for name in ["--text", "--muted", "--link", "--edge", "--focus", "--ok", "--warn", "--danger"]
    }
    assert measured == {
        "--text": (14.7, 14.5),
        "--muted": (6.2, 8.6),
        "--link": (7.4, 9.8),
        "--edge": (3.9, 4.9),
        "--focus": (7.4, 12.1),
        "--ok": (6.1, 10.3),
        "--warn": (5.9, 10.4),
        "--danger": (6.1, 9.4),
    }
