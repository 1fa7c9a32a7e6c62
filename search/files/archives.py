"""Office files are archives of XML: what such an archive must be before any reader may unpack it."""

import mmap
import zipfile
from pathlib import Path

# What the part of an office file that holds the rest calls itself; its name differs from maker to maker.
_MAIN_PARTS = {
    b"wordprocessingml.document.main+xml": "docx",
    b"presentationml.presentation.main+xml": "pptx",
    b"spreadsheetml.sheet.main+xml": "xlsx",
}
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how DOC, PPT, XLS and every encrypted office file begin
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_MOST_PARTS = 20_000
_HEAD = 4096  # bytes of a part in which it says whether it defines entities


class RefusedError(Exception):
    """The archive would unpack to more than is allowed, or has parts that no office program writes."""


def kind_of(path: str) -> str | None:
    """What an archive is: docx, pptx, xlsx, "broken", or None for what is none of them."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("[Content_Types].xml") as types:
            said = types.read(1024**2)
    except KeyError:
        return None
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, RuntimeError, NotImplementedError):
        # It calls itself an archive and is none.
        return "broken"
    return next((kind for main, kind in _MAIN_PARTS.items() if main in said), None)


def old_kind_of(path: str) -> str | None:
    """Of a file in the frame of old office programs: "broken" when a password locks it, else None."""
    with Path(path).open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return "broken" if content.find(_LOCKED) >= 0 else None


def is_old(head: bytes) -> bool:
    return head.startswith(_OLD)


def check(path: str, most_unpacked: int) -> None:
    """Refuse an archive before it is unpacked. Python unpacks no part beyond the size that the archive says.

    Raises RefusedError; BadZipFile and the like for a broken one.
    """
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > most_unpacked:
            raise RefusedError
        for part in parts:
            if part.filename.endswith((".xml", ".rels", ".vml")):
                with archive.open(part) as content:
                    # Whatever the encoding: no office program defines entities, which can swell without end.
                    if b"<!DOCTYPE" in content.read(_HEAD).replace(b"\0", b""):
                        raise RefusedError
