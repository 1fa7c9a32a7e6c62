"""What a person is told when a deed cannot be done: a translated sentence that says what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Refusal(Exception):
    """A refusal that a person can cause. `str()` is the translated message; `message` is set by the subclass.

    The site answers `status` with that message; a form shows it above its fields and keeps what was entered.
    """

    status = 409
    message: str | _StrPromise = ""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.message)
        self.told = message

    def __str__(self) -> str:
        return str(self.told or self.message)
