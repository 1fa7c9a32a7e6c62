"""The text of a PDF, page by page, mended where Arabic comes out of it wrong."""

from collections.abc import Iterator

from pypdf import PasswordType, PdfReader

from search.files.mending import mend


class LockedError(Exception):
    """The file is encrypted and the password does not open it."""


def pages(path: str, password: str = "") -> Iterator[str]:
    """The text of each page. Raises whatever a broken file makes pypdf raise, and LockedError."""
    reader = PdfReader(path, strict=False)
    if reader.is_encrypted and reader.decrypt(password) == PasswordType.NOT_DECRYPTED:
        raise LockedError
    for page in reader.pages:
        yield mend(page.extract_text())
