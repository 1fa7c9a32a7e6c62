"""What a page of the admin says, as its HTML has it, and the words in it that are not Arabic."""

import re
from html.parser import HTMLParser

SILENT = {"script", "style", "noscript", "kbd", "textarea", "svg"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SPOKEN = {"alt", "aria-label", "placeholder", "title", "data-w-tooltip-content-value"}
WORD = re.compile(r"[A-Za-z]{3,}")
MAIL = re.compile(r"\S+@\S+")
# Formats of files, the other language's own name, a key of the keyboard, a name of the machine.
NAMES = {
    *("PDF", "DOCX", "PPTX", "XLSX", "DOC", "PPT", "XLS", "CSV", "AVIF", "GIF", "JPG", "JPEG", "PNG", "WEBP"),
    *("English", "JavaScript", "Enter", "localhost", "GIS", "Ctrl", "Alt", "pdf", "docx", "pptx", "xlsx"),
}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.open: list[tuple[str, bool]] = []

    @property
    def is_silent(self) -> bool:
        return any(silent for _tag, silent in self.open)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        silent = tag in SILENT or "hidden" in values
        if not silent and not self.is_silent:
            is_button = tag == "input" and values.get("type") in {"submit", "button"}
            names = SPOKEN | ({"value"} if is_button else set())
            self.said += [values[name] for name in names if values.get(name)]
        if tag not in VOID:
            self.open.append((tag, silent))

    def handle_endtag(self, tag):
        while self.open and tag in {name for name, _silent in self.open}:
            if self.open.pop()[0] == tag:
                return

    def handle_data(self, data):
        if not self.is_silent:
            self.said.append(data)


def said(html: str) -> list[str]:
    """The texts of a page in order, those that are heard and not seen among them."""
    reader = _Reader()
    reader.feed(html)
    return [" ".join(text.split()) for text in reader.said if text.strip()]


def foreign(texts: list[str], names: set[str]) -> set[str]:
    """Texts with words in Latin letters that are neither `NAMES`, e-mail addresses nor parts of `names` (titles, file names)."""
    known = NAMES | {word for name in names for word in WORD.findall(name)}
    return {text for text in texts if set(WORD.findall(MAIL.sub("", text))) - known}
