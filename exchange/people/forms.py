"""Forms of accounts and profiles. They check input and save nothing."""

import unicodedata
from itertools import groupby

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from exchange.pages import names
from exchange.people.models import LocalAuthority, Photo, Profile, User
from exchange.people.rendering import NotAPicture, portrait

NAME_LIMIT = 120


def clean_name(value: str) -> str:
    """A person's name: one that can be seen, as everything's, and that holds letters; ValidationError otherwise."""
    name = names.clean_name(value, NAME_LIMIT)
    if not any(unicodedata.category(sign).startswith("L") for sign in name):
        raise ValidationError(_("Please enter a name in letters."))
    return name


class SignupForm(AllauthSignupForm):
    """Name, e-mail, password and consent."""

    name = forms.CharField(
        label=_("Full name"), max_length=NAME_LIMIT, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    consent = forms.BooleanField(
        label=_("I have read the privacy notice and the terms of use and agree to both"),
        error_messages={"required": _("An account can only be made with this agreement.")},
    )

    field_order = ["name", "email", "password1", "consent"]

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def try_save(self, request):
        if self.account_already_exists:
            # As much work as for a new address: the time that the answer takes gives nobody away.
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)

    def save(self, request):
        # The adapter calls our action; allauth adds the address. Both or neither.
        with transaction.atomic():
            return super().save(request)


class AccountForm(forms.ModelForm):
    """An account as an administrator makes or changes it; its password is its owner's alone."""

    class Meta:
        model = User
        fields = ["name", "email", "language", "is_superuser", "is_active"]
        labels = {"is_superuser": _("network administrator")}
        help_texts = {
            "is_superuser": _("May do everything, on every platform."),
            "is_active": _("A closed account cannot sign in. What the person wrote stays."),
        }

    def __init__(self, *args, editing_self: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if editing_self or self.instance.pk is None:
            del self.fields["is_active"]
        if editing_self:
            del self.fields["is_superuser"]

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(email=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Another account has this e-mail address already."))
        return email


MEGABYTE = 1024 * 1024
PHOTO_MEGABYTES = 5


class ProfileForm(forms.ModelForm):
    """What colleagues may know of a member. A local authority is chosen from the list, governorate by governorate."""

    name = forms.CharField(
        label=_("Full name"), max_length=NAME_LIMIT, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("Mails and notifications come in this language."),
        choices=settings.LANGUAGES,
    )
    phone = PhoneNumberField(
        label=_("Phone"),
        required=False,
        region=settings.COUNTRY,
        help_text=_(
            "Seen by members of your platforms, and by coordinators and organisers. Nobody sees your e-mail."
        ),
        error_messages={
            "invalid": _("This is not a full phone number. Example: 059 900 0001, or +970 2 298 7654.")
        },
        widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr", "autocomplete": "tel"}),
    )
    photo = forms.FileField(
        label=_("Photograph"),
        required=False,
        help_text=_(
            "JPEG, PNG or WebP, up to 5 MB. The middle of it is shown. Seen by members of the network."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    drops_photo = forms.BooleanField(label=_("Take my photograph away"), required=False)
    consent = forms.BooleanField(
        label=_("I have read the privacy notice and the terms of use and agree to both"),
        error_messages={"required": _("An account can only be used with this agreement.")},
    )

    field_order = [
        "name",
        "authority",
        "position",
        "department",
        "phone",
        "expertise",
        "about",
        "photo",
        "drops_photo",
        "language",
        "consent",
    ]

    class Meta:
        model = Profile
        fields = ["authority", "position", "department", "phone", "expertise", "about"]
        widgets = {
            "position": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "about": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {
            "authority": _("The municipality, village council or joint council that you work for."),
            "expertise": _("What colleagues may ask you about, with commas between."),
        }

    def __init__(self, *args, person, **kwargs) -> None:
        kwargs.setdefault("instance", getattr(person, "profile", None) or Profile(person=person))
        kwargs["initial"] = {"name": person.name, "language": person.language} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["authority"].choices = _authorities_by_governorate
        # A coordinator must be able to tell who asks to join.
        self.fields["authority"].required = self.fields["position"].required = True
        if person.has_agreed:
            del self.fields["consent"]
        if not Photo.objects.filter(person=person).exists():
            del self.fields["drops_photo"]

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_photo(self) -> bytes | None:
        """The photograph as it is kept; None where none was sent."""
        file = self.cleaned_data.get("photo")
        if not file:
            return None
        if file.size > PHOTO_MEGABYTES * MEGABYTE:
            raise ValidationError(gettext("The file is larger than %(size)s MB.") % {"size": PHOTO_MEGABYTES})
        try:
            return portrait(file)
        except NotAPicture:
            raise ValidationError(
                gettext("This file cannot be read as a picture. Please choose a JPEG, PNG or WebP file.")
            ) from None

    @property
    def new_photo(self) -> bytes | None:
        """The new photograph; empty bytes where it is to go; None where it stays as it is."""
        new = self.cleaned_data.get("photo")
        return b"" if new is None and self.cleaned_data.get("drops_photo") else new

    @property
    def has_agreed(self) -> bool:
        """Whether the form asked for consent and got it."""
        return bool(self.cleaned_data.get("consent"))


def _authorities_by_governorate():
    yield "", _("Choose your local authority")
    authorities = LocalAuthority.objects.select_related("region")
    authorities = authorities.order_by("region__name_ar", "region", "name_ar", "kind")
    for region, group in groupby(authorities, key=lambda authority: authority.region):
        yield str(region), [(authority.pk, str(authority)) for authority in group]
