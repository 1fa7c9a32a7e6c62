"""What names something: one line of signs that can be seen, so that no name poses as another or turns its neighbours.

One rule for everything that is called by a name: people, offices, platforms, topics, authorities, experts, workshops,
sessions, places, works, chapters, attachments, tags and discussions. Running text is free to hold what it likes, and
stands in blocks and isolates of its own.
"""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext as _

from exchange.journal.refusals import Refusal

# Letters and marks that Unicode does not call invisible, but that nobody sees.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
# Letters that do not join the next one: behind them a non-joiner changes nothing.
_UNJOINING = frozenset("ءآأؤإاةدذرزوٱٲٳٴٵٶٷڈډڊڋڌڍڎڏڐڑڒړڔڕږڗژڙۀۃۄۅۆۇۈۉۊۋۍۏےۓەۮۯ")
_NON_JOINER, _JOINER, _AS_PICTURE = "\u200c\u200d\ufe0f"
_KEYS, _KEYCAP = "0123456789#*", "\u20e3"
_PUNCTUATION_PICTURES = "\u203c\u2049\u3030\u303d"
# A vowel, a doubling and a dagger alef is the most that a letter carries; more make towers over the lines around.
MOST_MARKS = 3


class StrangeName(Refusal):
    """The name cannot stand as it was typed; says what to type again."""


def clean_name(text: str, limit: int = 0) -> str:
    """The name in one line and one spelling; ValidationError where it holds signs that nobody sees.

    `limit` is how many characters fit, 0 for any number.

    Spaces of all kinds become one, letters with separate accents become one letter, and the shapes of Arabic letters
    that are copied out of PDFs become the letters. Refused are controls, signs that turn or embed directions, spaces
    of no width, soft hyphens, tags, variations, blanks that count as letters, and towers of marks. Two signs of no
    width stay where they are seen: a non-joiner between two Arabic letters that it keeps apart, without which Persian
    and Kurdish words cannot be spelled; and the joiner and the picture sign inside emoji. Elsewhere both are refused.
    """
    name = _one_spelling(text)
    for place in range(len(name)):
        if _is_unseen(name, place):
            raise ValidationError(_told(name[:place]), code="unseen")
        if _towers(name, place):
            raise ValidationError(_told_of_marks(name[:place]), code="marks")
    if name and all(unicodedata.category(sign) in ("Cf", "Mc", "Mn", "Me", "Zs") for sign in name):
        raise ValidationError(_("Please write something that can be read."), code="blank")
    if limit:
        MaxLengthValidator(limit)(name)
    return name


def insist_on_name(text: str, limit: int | None = None) -> str:
    """For actions: the name as `clean_name` gives it; StrangeName where that finds a fault."""
    try:
        return clean_name(text, limit or 0)
    except ValidationError as fault:
        raise StrangeName(fault.messages[0]) from fault


def seen_of(text: str) -> str:
    """For what a machine named, such as a file: the same line without whatever nobody sees; it may be empty."""
    name = _one_spelling(text)
    return " ".join(
        "".join(
            sign for place, sign in enumerate(name) if not (_is_unseen(name, place) or _towers(name, place))
        ).split()
    )


def likeness(text: str) -> str:
    """The key by which two names are compared: those that look the same have the same one."""
    name = unicodedata.normalize("NFKC", seen_of(text)).casefold()
    return " ".join("".join(sign for sign in name if sign not in (_NON_JOINER, _JOINER, _AS_PICTURE)).split())


def insist_on_difference(thing: models.Model, column: str, others: models.QuerySet) -> None:
    """ValidationError on `column` where one of `others` has a name that looks the same as this thing's."""
    own = likeness(getattr(thing, column))
    names = others.exclude(pk=thing.pk).values_list(column, flat=True)
    if own and any(likeness(name) == own for name in names):
        raise ValidationError({column: _("There is one of this name already. Please choose another name.")})


class NameInput(forms.CharField):
    """A field of a form in which something gets its name."""

    def clean(self, value):
        return clean_name(super().clean(value), self.max_length or 0)


class NameField(models.CharField):
    """A column for something's name; where a form or an action checks the row, the name is cleaned."""

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": NameInput} | kwargs)

    def clean(self, value, model_instance):
        return super().clean(clean_name(self.to_python(value) or ""), model_instance)

    def deconstruct(self):
        # To the database a column like any other.
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


def _one_spelling(text: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", sign) if _is_shape(sign) else sign for sign in text)
    return " ".join(unicodedata.normalize("NFC", plain).split())


def _is_shape(sign: str) -> bool:
    """Whether this is the drawn shape of letters, as PDFs give it away, and not a letter."""
    return "\ufb00" <= sign <= "\ufb06" or "\ufb50" <= sign <= "\ufdf9" or "\ufe70" <= sign <= "\ufefc"


def _is_unseen(name: str, place: int) -> bool:
    sign = name[place]
    if sign == _NON_JOINER:
        return not _keeps_apart(name, place)
    if sign == _JOINER:
        return not (_is_picture(_before(name, place)) and _is_picture(name[place + 1 : place + 2]))
    if sign == _AS_PICTURE:
        return not _makes_picture(name, place)
    if unicodedata.category(sign) == "Cn":
        # Pictures that are younger than this Python.
        return not "\U0001f000" <= sign <= "\U0001faff"
    is_variation = "\ufe00" <= sign <= "\ufe0e" or "\U000e0100" <= sign <= "\U000e01ef"
    return sign in _BLANK or is_variation or unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs")


def _keeps_apart(name: str, place: int) -> bool:
    left = next((sign for sign in reversed(name[:place]) if not _is_mark(sign)), "")
    right = name[place + 1 : place + 2]
    return "\u0620" <= left <= "\u06ff" and left not in _UNJOINING and _is_arabic(left) and _is_arabic(right)


def _is_arabic(sign: str) -> bool:
    return bool(sign) and unicodedata.bidirectional(sign) == "AL" and unicodedata.category(sign) == "Lo"


def _before(name: str, place: int) -> str:
    """The sign that carries what stands here: before colours of skin and picture signs."""
    carriers = (
        sign
        for sign in reversed(name[:place])
        if sign != _AS_PICTURE and not "\U0001f3fb" <= sign <= "\U0001f3ff"
    )
    return next(carriers, "")


def _is_picture(sign: str) -> bool:
    if not sign or sign in _BLANK:
        return False
    return unicodedata.category(sign)[0] == "S" or "\U0001f000" <= sign <= "\U0001faff"


def _makes_picture(name: str, place: int) -> bool:
    before, after = name[place - 1 : place], name[place + 1 : place + 2]
    if before and before in _KEYS:
        return after == _KEYCAP
    return _is_picture(before) or (bool(before) and before in _PUNCTUATION_PICTURES)


def _towers(name: str, place: int) -> bool:
    """Whether the sign here is a mark too many, or one that would fall on what stands before the name."""
    marks = name[max(0, place - MOST_MARKS) : place + 1]
    return _is_mark(name[place]) and (place == 0 or all(map(_is_mark, marks)))


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign) in ("Mn", "Me")


def _told(before: str) -> str:
    if not before:
        return _("It begins with a character that nobody sees. Please type it again by hand.")
    message = _("A character that nobody sees stands after “%(text)s”. Please type it again by hand.")
    return message % {"text": before[-20:]}


def _told_of_marks(before: str) -> str:
    message = _("More marks stand after “%(text)s” than can be read. Please type it again by hand.")
    return message % {"text": before.rstrip()[-20:]}
