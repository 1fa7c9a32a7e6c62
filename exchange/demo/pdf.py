"""Attachments as PDF, set by Typst with the fonts of the house: tagged, right to left, ready to print."""

import json
from datetime import datetime
from pathlib import Path

import typst

TEMPLATE = Path(__file__).with_name("attachment.typ")
FONTS = Path(__file__).parents[1] / "design" / "fonts"


def pdf(*, title: str, author: str, platform: str, pieces: list[dict], made_at: datetime) -> bytes:
    """A PDF/UA of these pieces (see `markdown`)."""
    paper = {"title": title, "author": author, "platform": platform, "pieces": pieces}
    made = typst.compile(
        TEMPLATE,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(paper, ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=int(made_at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst made no single PDF")
    return made
