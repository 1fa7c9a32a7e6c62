"""Input of the search page and of its JSON twin."""

from django import forms
from django.core.validators import RegexValidator

from search.arabic.normalise import normalise
from search.documents import KINDS
from search.finding import SORTS


class YearField(forms.CharField):
    """Four digits of any script."""

    default_validators = [RegexValidator(r"^\d{4}\Z")]

    def to_python(self, value):
        return normalise(super().to_python(value))


class SearchForm(forms.Form):
    """What may narrow a search. Every field may be left out; anything may be asked."""

    q = forms.CharField(required=False, strip=True)
    kind = forms.ChoiceField(required=False, choices=[(kind, kind) for kind in KINDS])
    platform = forms.CharField(required=False, max_length=160)
    language = forms.ChoiceField(required=False, choices=[("ar", "ar"), ("en", "en")])
    year = YearField(required=False)
    # The key of an authority, or its name as people write it.
    authority = forms.CharField(required=False, max_length=160)
    file_type = forms.SlugField(required=False, max_length=12)
    to = forms.DateField(required=False)
    sort = forms.ChoiceField(required=False, choices=[(sort, sort) for sort in SORTS])
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)
    exact = forms.BooleanField(required=False)
    why = forms.BooleanField(required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = forms.DateField(required=False)

    def narrowed(self) -> dict:
        """What was understood, as `find` takes it (and `exact`, `why`); what was not understood is left out."""
        data = getattr(self, "cleaned_data", {})
        said = {name: data[name] for name in self.fields if name != "q" and data.get(name)}
        for theirs, ours in (("from", "date_from"), ("to", "date_to")):
            if theirs in said:
                said[ours] = said.pop(theirs)
        return said


class AdvancedForm(SearchForm):
    """A search for those who write no operators: the same, with the line in its parts."""

    words = forms.CharField(required=False, max_length=300)
    phrase = forms.CharField(required=False, max_length=300)
    without = forms.CharField(required=False, max_length=300)

    PARTS = ("words", "phrase", "without")

    def line(self) -> str:
        """The words, the phrase and what is left out, as they are written in one line."""
        words, phrase, without = (self.cleaned_data.get(name) or "" for name in self.PARTS)
        phrase = phrase.strip(' "«»“”')
        return " ".join(
            filter(None, [words, phrase and f"«{phrase}»", *(f"-{word}" for word in without.split())])
        )

    def narrowed(self) -> dict:
        return {name: value for name, value in super().narrowed().items() if name not in self.PARTS}
