"""Words that stand in one place of the network each, and how they are found again in whatever the product says.

A canary is ten Latin letters without vowels, so that nothing escapes, inflects or splits it: "zqbdfgjkmp".
"""

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass, field
from urllib.parse import unquote

LETTERS = "bdfgjkmpvx"
CANARY = re.compile(rf"zq[{LETTERS}]{{8}}")
NUMBER = re.compile(r"\d[\d \-()\u200e]{5,}\d")


@dataclass
class Canaries:
    """All that was planted: for each word its audience, and the words that stand for phones and file bodies."""

    audience: dict[str, str] = field(default_factory=dict)
    place: dict[str, str] = field(default_factory=dict)
    phones: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def word(self, audience: str, place: str) -> str:
        """A new canary for those of `audience`; `place` says where it stands, as "A draft: title"."""
        word = word_of(place)
        assert word not in self.audience, f"two canaries for {place}"
        self.audience[word], self.place[word] = audience, place
        return word

    def phone(self, audience: str, place: str) -> str:
        """A phone number that nobody else has, in international form."""
        digits = f"97059{1_000_000 + len(self.phones) * 7919}"
        self.phones[digits[-7:]] = self.word(audience, place)
        return f"+{digits}"

    def file(self, audience: str, place: str, content) -> bytes:
        """`content(word)` as bytes, which are recognised when they are served, whatever their form."""
        word = self.word(audience, place)
        made = content(word)
        self.files[hashlib.sha256(made).hexdigest()] = word
        return made

    def of(self, *audiences: str) -> set[str]:
        """The words of these audiences."""
        return {word for word, audience in self.audience.items() if audience in audiences}

    def seen_in(self, body: bytes, *texts: str) -> set[str]:
        """The canaries in a body of any type (pages, JSON, files of Word and Excel, PDFs) and in the texts beside it."""
        found = set()
        if body[:5] == b"%PDF-":
            found |= {self.files.get(hashlib.sha256(body).hexdigest(), "")} - {""}
        elif body[:4] == b"PK\x03\x04":
            with zipfile.ZipFile(io.BytesIO(body)) as parts:
                texts = (*texts, *(parts.read(name).decode("utf-8", "replace") for name in parts.namelist()))
        else:
            texts = (*texts, body.decode("utf-8", "replace"))
        for text in texts:
            found |= set(CANARY.findall(text))
            if "%" in text:
                found |= set(CANARY.findall(unquote(text)))
            for number in NUMBER.findall(text):
                found |= {self.phones.get(re.sub(r"\D", "", number)[-7:], "")} - {""}
        return found

    def seen_in_response(self, response) -> set[str]:
        """The canaries in body, headers, redirect target and cookies."""
        body = b"".join(response.streaming_content) if response.streaming else response.content
        headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
        return self.seen_in(body, headers, response.cookies.output())

    def seen_in_mail(self, message) -> set[str]:
        """The canaries in a mail as it would leave: subject, texts, HTML, attachments."""
        found = self.seen_in(b"", message.subject, *message.to, *message.reply_to, str(message.extra_headers))
        for part in message.message().walk():
            if not part.is_multipart():
                found |= self.seen_in(part.get_payload(decode=True) or b"", str(part.get_filename() or ""))
        return found

    def told(self, words: set[str]) -> list[str]:
        """Where these words stand, for a message that a person reads."""
        return sorted(f"{self.audience[word]} | {self.place[word]}" for word in words)


def word_of(place: str) -> str:
    """The canary of a place; the same in every run."""
    number = int.from_bytes(hashlib.sha256(place.encode()).digest()[:8], "big")
    return "zq" + "".join(LETTERS[number // 10**digit % 10] for digit in range(8))


# A word of the same make that was planted nowhere.
NOWHERE = word_of("nowhere")
