"""What people fill in to talk. Saves nothing; what was entered stays in the form."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from exchange.forum import rules
from exchange.forum.actions.words import says_something
from exchange.forum.models import POST_LIMIT
from exchange.pages.names import clean_name
from exchange.platforms.models import Audience, Platform

TITLE_LIMIT = 200


class WordsField(forms.CharField):
    """Running text: one kind of line ends, something to see in it, and nothing that a database cannot hold."""

    default_error_messages = {
        "blank": _("Please write a few words first."),
        "long": ngettext_lazy(
            "Your text has %(length)s character; %(limit)s fit here. Please shorten it or divide it.",
            "Your text has %(length)s characters; %(limit)s fit here. Please shorten it or divide it.",
            "length",
        ),
    }

    def __init__(self, *, limit: int, **kwargs) -> None:
        self.limit = limit
        super().__init__(**kwargs)

    def to_python(self, value):
        # Browsers send two signs for the end of a line.
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")

    def validate(self, value):
        super().validate(value)
        if value and not says_something(value):
            raise forms.ValidationError(self.error_messages["blank"], code="blank")
        if len(value) > self.limit:
            raise forms.ValidationError(
                self.error_messages["long"], code="long", params={"length": len(value), "limit": self.limit}
            )


def _fresh_id() -> str:
    return str(uuid.uuid4())


class PostForm(forms.Form):
    """A reply. `client_id` comes with the form, so that sending it twice says it once."""

    text = WordsField(
        label=_("Your reply"),
        limit=POST_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write a few words first.")},
    )
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=_fresh_id)
    reply_to = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class EditForm(forms.Form):
    """Other words for a post."""

    text = WordsField(label=_("Text"), limit=POST_LIMIT, widget=forms.Textarea(attrs={"rows": 8}))


class TitleForm(forms.Form):
    """The title of a discussion."""

    title = WordsField(label=_("Title"), limit=TITLE_LIMIT)

    def clean_title(self):
        return clean_name(self.cleaned_data["title"], TITLE_LIMIT)


class ReasonForm(forms.Form):
    """Why a post is hidden or a discussion closed."""

    reason = WordsField(label=_("Reason"), limit=300, help_text=_("The people concerned will read it."))


class AudienceForm(forms.Form):
    """Who may read a discussion."""

    audience = forms.ChoiceField(label=_("Who may read it"), widget=forms.RadioSelect)

    def __init__(self, *args, person, platform: Platform, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = audience_choices(person, [platform])


class DiscussionForm(TitleForm):
    """A new discussion: where, about what, the first words, and who may read it."""

    platform = forms.ModelChoiceField(label=_("Platform"), queryset=Platform.objects.none(), empty_label=None)
    text = WordsField(
        label=_("Your question"),
        limit=POST_LIMIT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Say what you have tried and what you want to reach: colleagues answer sooner."),
    )
    audience = forms.ChoiceField(
        label=_("Who may read it"), widget=forms.RadioSelect, initial=Audience.PLATFORM
    )
    about = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=_fresh_id)

    field_order = ["platform", "title", "text", "audience"]

    def __init__(self, *args, person, platforms, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["platform"].queryset = platforms
        self.fields["audience"].choices = audience_choices(person, platforms)
        if len(platforms) == 1:
            self.fields["platform"].widget = forms.HiddenInput()
            self.initial.setdefault("platform", platforms[0].pk)

    def clean(self):
        super().clean()
        platform, audience = self.cleaned_data.get("platform"), self.cleaned_data.get("audience")
        if platform and audience and not rules.can_choose_audience(self.person, audience, platform):
            self.add_error(
                "audience", _("In this platform you cannot choose that audience. Please choose another.")
            )


def audience_choices(person, platforms) -> list[tuple[str, Any]]:
    """The audiences that the person may choose in one of these platforms at least, in the words of a form."""
    words = {
        Audience.PLATFORM: _("Members of the platform"),
        Audience.NETWORK: _("Members of the whole network"),
        Audience.EVERYONE: _("Everyone, without signing in"),
        Audience.PARTY: _("The working party of the platform alone"),
    }
    return [
        (audience.value, label)
        for audience, label in words.items()
        if any(rules.can_choose_audience(person, audience, platform) for platform in platforms)
    ]
