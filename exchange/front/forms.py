"""Input of the search page and of its JSON twin."""

from django import forms

from search.documents import KINDS
from search.finding import SORTS


class SearchForm(forms.Form):
    """What may narrow a search. Every field may be left out; anything may be asked."""

    q = forms.CharField(required=False, strip=True)
    kind = forms.ChoiceField(required=False, choices=[(kind, kind) for kind in KINDS])
    platform = forms.SlugField(required=False, max_length=60)
    language = forms.ChoiceField(required=False, choices=[("ar", "ar"), ("en", "en")])
    sort = forms.ChoiceField(required=False, choices=[(sort, sort) for sort in SORTS])
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)

    def narrowed(self) -> dict:
        """What was understood, as `find` takes it; what was not understood is left out."""
        data = getattr(self, "cleaned_data", {})
        return {
            name: data[name] for name in ("kind", "platform", "language", "sort", "page") if data.get(name)
        }
