"""Input of the vocabulary's form."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.finding.models import Concept, lines
from search.arabic.words import words
from search.vocabulary.matching import LONGEST_FORM

LONGEST = 80  # letters of a form
MOST = 60  # forms of a concept in one column
_LOCAL = re.compile(r"([A-Za-z]{2})\s*[:：]\s*(\S.*)")


class ConceptForm(forms.ModelForm):
    """A concept, one form a line."""

    class Meta:
        model = Concept
        fields = ["ar", "en", "short", "local", "near"]
        labels = {
            "ar": gettext_lazy("In Arabic, one form a line"),
            "en": gettext_lazy("In English"),
            "short": gettext_lazy("Abbreviations"),
            "local": gettext_lazy("In one country alone"),
            "near": gettext_lazy("Related concepts"),
        }
        help_texts = {
            "ar": gettext_lazy(
                "What Arab readers call it everywhere, in the singular and without ال: the article, endings and what "
                "is joined to a word are found by themselves, while a broken plural (مشاريع) deserves a line of its "
                "own. The first line is the concept's name in lists."
            ),
            "en": gettext_lazy("So that who asks in English finds Arabic works, and the other way round."),
            "short": gettext_lazy("Such as GIS. Two letters count only where they stand in capitals."),
            "local": gettext_lazy(
                "A line for each: the two letters of the country, a colon, the form. For example MA: جماعة"
            ),
            "near": gettext_lazy(
                "Names of other concepts as the list shows them, one a line. They are offered to readers, and never "
                "searched in their place."
            ),
        }
        widgets = {
            name: forms.Textarea(attrs={"rows": rows, "dir": direction})
            for name, rows, direction in (
                ("ar", 5, "rtl"), ("en", 4, "ltr"), ("short", 2, "ltr"), ("local", 3, "auto"), ("near", 2, "ltr"),
            )
        }  # fmt: skip

    def clean_ar(self):
        return self._forms("ar")

    def clean_en(self):
        return self._forms("en")

    def clean_short(self):
        return self._forms("short")

    def clean_local(self):
        """`MA: form` a line, the country in capitals."""
        rows = []
        for line in self._lines("local"):
            found = _LOCAL.fullmatch(line)
            if not found:
                told = _("“%(line)s”: write the two letters of the country, a colon, then the form.")
                raise forms.ValidationError(told % {"line": line})
            self._refuse(found[2])
            rows.append(f"{found[1].upper()}: {found[2]}")
        return "\n".join(rows)

    def clean_near(self):
        """Names of concepts that are there."""
        names = self._lines("near")
        known = set(Concept.objects.filter(slug__in=names).values_list("slug", flat=True))
        if unknown := [name for name in names if name not in known]:
            raise forms.ValidationError(_("No concept is called “%(name)s”.") % {"name": unknown[0]})
        return "\n".join(names)

    def _forms(self, name: str) -> str:
        rows = self._lines(name)
        for row in rows:
            self._refuse(row)
        return "\n".join(rows)

    def _lines(self, name: str) -> tuple[str, ...]:
        rows = lines(self.cleaned_data.get(name) or "")
        if len(rows) > MOST:
            raise forms.ValidationError(_("At most %(count)s forms.") % {"count": MOST})
        return rows

    def _refuse(self, form: str) -> None:
        """Forms that search could never meet."""
        found = list(words(form))
        if not found or not any(sign.isalpha() for sign in form):
            raise forms.ValidationError(
                _("“%(form)s” has no letters, so no search can find it.") % {"form": form}
            )
        if len(found) > LONGEST_FORM or len(form) > LONGEST:
            raise forms.ValidationError(
                _("“%(form)s” is too long: a form has at most eight words.") % {"form": form}
            )
