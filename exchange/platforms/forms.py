"""Forms of memberships. They check input and save nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _


class JoinForm(forms.Form):
    """Why somebody wants to join."""

    reason = forms.CharField(
        label=_("Why I want to join"),
        help_text=_("A sentence or two help the coordinator to decide."),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnswerForm(forms.Form):
    """The coordinator's word to somebody who asked or who is removed."""

    answer = forms.CharField(
        label=_("A word to the person"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RefusalForm(AnswerForm):
    """A refusal comes with a reason."""

    answer = forms.CharField(
        label=_("Why not, in a sentence"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please give the person a reason; it goes into the mail.")},
    )


class RolesForm(forms.Form):
    """Which roles a member has."""

    is_editor = forms.BooleanField(label=_("editor"), required=False)
    is_organiser = forms.BooleanField(label=_("organiser"), required=False)
    is_coordinator = forms.BooleanField(label=_("coordinator"), required=False)
