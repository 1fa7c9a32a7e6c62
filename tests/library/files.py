"""Real files with given words, made by the tools that the product itself uses."""

import io
import json

import docx as word
import typst
from PIL import Image

from exchange.settings.environment import ROOT

FONTS = ROOT / "exchange" / "design" / "fonts"
TEMPLATE = b"""
#set text(font: "Noto Naskh Arabic", lang: "ar", dir: rtl)
#json(bytes(sys.inputs.data)).text
"""


def pdf(text: str) -> bytes:
    """A PDF of one page that says this."""
    return typst.compile(
        TEMPLATE,
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps({"text": text})},
    )


def docx(text: str) -> bytes:
    """A DOCX of one paragraph that says this."""
    document = word.Document()
    document.add_paragraph(text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def scan(*pages: str) -> bytes:
    """A PDF of pictures of pages that say this, as a scanner makes it."""
    pictures = []
    for page in pages:
        drawn = typst.compile(
            b"#set page(margin: 2cm)\n#set text(size: 14pt)\n" + TEMPLATE,
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps({"text": page})},
            format="png",
            ppi=150,
        )
        pictures.append(Image.open(io.BytesIO(drawn)).convert("L"))
    file = io.BytesIO()
    pictures[0].save(file, "PDF", resolution=150, save_all=True, append_images=pictures[1:])
    return file.getvalue()
