"""What others made is what was written down, and holds what the pages ask of it."""

import hashlib
import json
import re

from django.conf import settings

from exchange.design.templatetags.design import ICONS, SIGNS
from exchange.design.vendor import SIGNS as DRAWN

VENDOR = settings.BASE_DIR / "exchange" / "design" / "static" / "vendor"


def test_every_vendored_file_is_the_one_that_was_written_down():
    listed = {entry["file"]: entry["sha256"] for entry in json.loads((VENDOR / "vendor.json").read_text())}
    kept = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.suffix in {".js", ".svg", ".woff2"}
    }
    assert kept == listed


def test_the_sprite_holds_every_icon_and_every_sign():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (VENDOR / "icons.svg").read_text()))
    assert drawn == ICONS | {f"sign-{slug}" for slug in DRAWN}
    assert set(DRAWN) == SIGNS | {"default"}


def test_fonts_are_light_enough_for_a_slow_line():
    weights = {path.name: path.stat().st_size for path in (VENDOR / "fonts").glob("*.woff2")}
    assert weights["plex-arabic-400.woff2"] + weights["plex-latin-400.woff2"] <= 25_000
    assert weights["naskh-arabic.woff2"] <= 21_000


def test_fonts_for_documents_are_there_with_their_licence():
    fonts = settings.BASE_DIR / "exchange" / "design" / "fonts"
    assert sorted(path.name for path in fonts.iterdir()) == [
        "NotoNaskhArabic-Bold.ttf",
        "NotoNaskhArabic-Regular.ttf",
        "NotoSans-Bold.ttf",
        "NotoSans-Regular.ttf",
        "OFL.txt",
    ]
