"""The rules that every mail keeps, whatever it says: what is wrong with one, in words."""

import re
import unicodedata
from email.message import EmailMessage

from bs4 import BeautifulSoup, Comment
from django.conf import settings

SENDERS = {"ar": "منصات تبادل الخبرات", "en": "Local Authorities Exchange"}
SIDES = {"ar": ("rtl", "right"), "en": ("ltr", "left")}
OPENS, CLOSES, RIGHT_TO_LEFT_MARK = "\u2068", "\u2069", "\u200f"
# Gmail cuts mails off after 102 kB; ours stay far below.
BYTES = 30_000
CONTRAST = 4.5
SMALLEST = 14


def faults(mail: EmailMessage, language: str, names: list[str], *, has_button: bool = True) -> list[str]:
    """What is wrong with a mail to a reader of this language; `names` are what people called themselves and things."""
    text_part, html_part = mail.get_body(("plain",)), mail.get_body(("html",))
    if text_part is None or html_part is None:
        return ["it does not have both parts"]
    text, html = text_part.get_content(), html_part.get_content()
    page = BeautifulSoup(html, "html.parser")
    found = [*_of_headers(mail, language), *_of_letters(mail["Subject"], language, names, "subject")]
    found += _of_text(text, language) + _of_letters(text, language, names, "text")
    found += _of_page(html, page, language) + _of_letters(_read(page), language, names, "page")
    found += _of_looks(page) + _of_button(page, text, has_button)
    if len(html.encode()) > BYTES:
        found.append(f"its HTML has {len(html.encode())} bytes")
    return found


def _of_headers(mail: EmailMessage, language: str) -> list[str]:
    (sender,) = mail["From"].addresses
    host = settings.BASE_URL.split("//")[1].split(":")[0]
    holds = {
        "sender": sender.display_name == SENDERS[language],
        "one recipient": len(mail["To"].addresses) == 1 and not mail["Cc"] and not mail["Bcc"],
        "Auto-Submitted": mail["Auto-Submitted"] == "auto-generated",
        "X-Auto-Response-Suppress": mail["X-Auto-Response-Suppress"] == "All",
        "Content-Language": mail["Content-Language"] == language,
        "Message-ID": (mail["Message-ID"] or "").endswith(f"@{host}>"),
        "Date": mail["Date"] is not None,
        "subject": bool(mail["Subject"].strip()) and not re.match(r"\[|Re:|Fwd:", mail["Subject"]),
        "one line of subject": len(mail["Subject"].splitlines()) == 1 and len(mail["Subject"]) <= 210,
        "ASCII headers": all(line.isascii() and len(line) < 998 for line in _raw_headers(mail)),
        "order of parts": [part.get_content_type() for part in mail.walk() if not part.is_multipart()][:2]
        == ["text/plain", "text/html"],
        "charset": all(mail.get_body((kind,)).get_content_charset() == "utf-8" for kind in ("plain", "html")),
    }
    return [f"header: {what}" for what, is_so in holds.items() if not is_so]


def _raw_headers(mail: EmailMessage) -> list[str]:
    return mail.as_bytes().partition(b"\n\n")[0].decode("utf-8", "surrogateescape").splitlines()


def _of_letters(text: str, language: str, names: list[str], where: str) -> list[str]:
    """Letters of the other script that are in no name, no address; and what templates leave behind."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    text = re.sub(r"https?://\S+|\S+@\S+", " ", text)
    others = r"[A-Za-z]{2,}" if language == "ar" else r"[\u0600-\u06ff]{2,}"
    found = [f"{where}: {word} is in another language" for word in re.findall(others, text)]
    found += [
        f"{where}: {rest}" for rest in re.findall(r"\{\{|\{%|%\(|&(?:amp|quot|lt|gt|#x27);|\bNone\b", text)
    ]
    if text.count(OPENS) != text.count(CLOSES):
        found.append(f"{where}: isolates are left open")
    return found


def _of_text(text: str, language: str) -> list[str]:
    lines = [line for line in text.splitlines() if line.strip()]
    if language == "en":
        return ["text: a mark of right-to-left"] if RIGHT_TO_LEFT_MARK in text else []
    return [f"text: «{line}» turns to the left" for line in lines if _leads_left(line)]


def _leads_left(line: str) -> bool:
    ways = (unicodedata.bidirectional(sign) for sign in line)
    return next((way for way in ways if way in ("L", "R", "AL", "EN", "AN")), "R") not in ("R", "AL")


def _of_page(html: str, page: BeautifulSoup, language: str) -> list[str]:
    direction, side = SIDES[language]
    found = [
        f"page: <{tag.name}> is there" for tag in page(["style", "link", "script", "img", "form", "svg"])
    ]
    found += [
        f"page: {sign} is there" for sign in ("url(", "src=", "background=", OPENS, CLOSES) if sign in html
    ]
    root = page.html
    if (root.get("lang"), root.get("dir")) != (language, direction) or not page.title.get_text(strip=True):
        found.append("page: language, direction or title")
    hidden = [
        BeautifulSoup(part, "html.parser") for part in page(string=lambda part: isinstance(part, Comment))
    ]
    for tag in [tag for part in (page, *hidden) for tag in part(["body", "table", "td"])]:
        style = _style(tag)
        if (
            tag.get("dir") != direction
            or style.get("direction") != direction
            or style.get("text-align") != side
        ):
            found.append(f"page: <{tag.name} class={tag.get('class')}> has no direction of its own")
    for tag in page(["p", "h1", "li"]):
        way = tag.get("dir")
        if (
            way not in ("rtl", "ltr")
            or _style(tag).get("direction") != way
            or "text-align" not in _style(tag)
        ):
            found.append(f"page: <{tag.name}> «{tag.get_text()[:30]}» has no direction of its own")
    for tag in page("td"):
        if not _style(tag).get("font-family", "").startswith("Tahoma, Arial"):
            found.append("page: a cell without its font")
    if not any(_style(table).get("max-width") == "600px" for table in page("table")):
        found.append("page: wider than 600px")
    for tag in page(style=re.compile(r"(?<![-\w])width: \d+px")):
        found.append(f"page: <{tag.name}> has a fixed width")
    peek = page.body.find()
    if (
        "peek" not in peek.get("class", [])
        or "none" not in peek["style"]
        or len(peek.get_text(strip=True)) < 10
    ):
        found.append("page: no beginning for lists of mails")
    if peek.get_text(strip=True) == page.h1.get_text(strip=True):
        found.append("page: its beginning says the subject again")
    return found


def _of_looks(page: BeautifulSoup) -> list[str]:
    found = []
    for string in page.body(string=True):
        tag = string.parent
        if isinstance(string, Comment) or not string.strip() or _near(tag, "display") == "none":
            continue
        ratio = _contrast(_near(tag, "color"), _near(tag, "background-color"))
        if ratio < CONTRAST:
            found.append(f"looks: contrast {ratio:.1f} of «{string.strip()[:30]}»")
        if int(_near(tag, "font-size").removesuffix("px")) < SMALLEST:
            found.append(f"looks: «{string.strip()[:30]}» is too small")
    return found


def _of_button(page: BeautifulSoup, text: str, has_button: bool) -> list[str]:
    buttons = page("a", class_="button")
    if len(buttons) != int(has_button):
        return [f"button: there are {len(buttons)}"]
    found = [
        f"link: {link['href']}" for link in page("a") if not link["href"].startswith(settings.BASE_URL + "/")
    ]
    for button in buttons:
        label = button.get_text(strip=True)
        if f"{label}:\n" not in text or button["href"] not in text:
            found.append(f"button: «{label}» is not in the text")
    return found


def _read(page: BeautifulSoup) -> str:
    return "\n".join(
        string for string in page(string=True) if not isinstance(string, Comment) and string.strip()
    )


def _style(tag) -> dict[str, str]:
    pairs = (pair.partition(":") for pair in tag.get("style", "").split(";"))
    return {name.strip(): value.strip() for name, _colon, value in pairs if value}


def _near(tag, name: str) -> str:
    """The value in the styles of the element, or of the nearest around it that has one."""
    for one in (tag, *tag.parents):
        if value := _style(one).get(name):
            return value
    return ""


def _contrast(front: str, back: str) -> float:
    light, dark = sorted((_luminance(front), _luminance(back)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    lit = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * lit[0] + 0.7152 * lit[1] + 0.0722 * lit[2]
