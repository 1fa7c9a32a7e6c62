"""What organisers type. Forms check it and save nothing; digits may be Arabic or Latin."""

import re
import unicodedata
from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.pages.names import NameInput
from exchange.workshops.models import Expert, Session, Workshop

MAX_SESSIONS = 40
YEARS = range(2000, 2101)
DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d"]
TIME_FORMATS = ["%H:%M", "%H:%M:%S", "%H.%M"]
END_OF_DAY = time(23, 59)


def latin_digits(text):
    """The text with every decimal digit as 0-9, and without the invisible marks of direction."""
    if not isinstance(text, str):
        return text
    signs = (sign for sign in text if unicodedata.category(sign) != "Cf")
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in signs).strip()


class NumberField(forms.IntegerField):
    """A whole number, in any digits, with or without a separator of thousands."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"})

    def to_python(self, value):
        value = latin_digits(value)
        if isinstance(value, str):
            value = re.sub(r"(?<=\d)[٬,'\s](?=\d{3}(\D|$))", "", value)
        return super().to_python(value)


class DateField(forms.DateField):
    """A day, as browsers send it or as people write it, in any digits."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, **kwargs):
        super().__init__(input_formats=DATE_FORMATS, **kwargs)

    def to_python(self, value):
        day = super().to_python(latin_digits(value))
        if day is not None and day.year not in YEARS:
            raise ValidationError(_("Please check the year."), code="year")
        return day


class TimeField(forms.TimeField):
    """An hour of the day, in any digits."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})

    def __init__(self, **kwargs):
        super().__init__(input_formats=TIME_FORMATS, **kwargs)

    def to_python(self, value):
        return super().to_python(latin_digits(value))


class LinkField(forms.URLField):
    """A web address."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **kwargs):
        super().__init__(assume_scheme="https", **kwargs)


class WorkshopForm(forms.ModelForm):
    """A workshop without its sessions. `cleaned_data` holds what the actions take, in `fields()`."""

    seats = NumberField(
        label=_("Seats"),
        help_text=_("Leave this empty where there is no limit."),
        required=False,
        min_value=0,
        max_value=100_000,
    )
    closes_on = DateField(label=_("Registration closes on"), required=False)
    closes_at = TimeField(
        label=_("Registration closes at"),
        help_text=_("At the end of that day if no hour is given."),
        required=False,
    )
    experts = forms.ModelMultipleChoiceField(
        label=_("Experts"),
        queryset=Expert.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Workshop
        fields = (
            "platform",
            "title_ar",
            "title_en",
            "summary_ar",
            "summary_en",
            "description_ar",
            "description_en",
            "audience",
        )
        widgets = {
            "summary_ar": forms.Textarea(attrs={"rows": 2}),
            "summary_en": forms.Textarea(attrs={"rows": 2}),
            "description_ar": forms.Textarea(attrs={"rows": 8}),
            "description_en": forms.Textarea(attrs={"rows": 8}),
        }

    def __init__(self, *args, platforms, experts, **kwargs):
        workshop = kwargs.get("instance")
        if workshop is not None and "initial" not in kwargs:
            kwargs["initial"] = _initial(workshop)
        super().__init__(*args, **kwargs)
        self.fields["experts"].queryset = experts
        # A workshop stays with its platform.
        if workshop is not None:
            del self.fields["platform"]
        else:
            self.fields["platform"].queryset = platforms
            self.fields["platform"].empty_label = None
        for field in self.fields.values():
            field.widget.attrs.pop("cols", None)

    def clean(self):
        data = super().clean()
        day, hour = data.get("closes_on"), data.get("closes_at")
        if hour and not day and "closes_on" not in self.errors:
            self.add_error("closes_on", _("Please give the day as well."))
        data["registration_closes_at"] = None
        if day:
            try:
                data["registration_closes_at"] = from_current_timezone(
                    datetime.combine(day, hour or END_OF_DAY)
                )
            except ValidationError as error:
                self.add_error("closes_at", error)
        return data

    def given(self) -> dict:
        """What `create_workshop` and `update_workshop` take besides sessions."""
        names = ("experts", "registration_closes_at", "seats", *self.Meta.fields)
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class SessionForm(forms.Form):
    """One session: a day with its hours, in the zone of the network."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    day = DateField(label=_("Day"))
    starts = TimeField(label=pgettext_lazy("hour", "From"))
    ends = TimeField(label=pgettext_lazy("hour", "To"))
    title_ar = NameInput(label=_("What it is about, in Arabic"), max_length=200, required=False)
    title_en = NameInput(label=_("What it is about, in English"), max_length=200, required=False)
    place_ar = NameInput(label=_("Place in Arabic"), max_length=200, required=False)
    place_en = NameInput(label=_("Place in English"), max_length=200, required=False)
    online_url = LinkField(
        label=_("Online link"),
        help_text=_("Only those who have a seat see it."),
        max_length=500,
        required=False,
    )

    def has_changed(self) -> bool:
        """A row in which nothing is written is no session."""
        return any(name != "id" for name in self.changed_data)

    def clean(self):
        data = super().clean()
        day, starts, ends = (data.get(name) for name in ("day", "starts", "ends"))
        if not (day and starts and ends):
            return data
        if ends <= starts:
            self.add_error("ends", _("The session must end after it begins."))
            return data
        for name, hour in (("starts", starts), ("ends", ends)):
            try:
                data[f"{name}_at"] = from_current_timezone(datetime.combine(day, hour))
            except ValidationError as error:
                self.add_error(name, error)
        return data

    def given(self) -> dict:
        """What the actions take for one session."""
        names = ("id", "starts_at", "ends_at", "title_ar", "title_en", "place_ar", "place_en", "online_url")
        return {name: self.cleaned_data[name] for name in names}


class BaseRows(forms.BaseFormSet):
    """Rows of which any may be left empty. An empty row, and one marked for removal, is not there."""

    def get_form_kwargs(self, index):
        return {"empty_permitted": True, "use_required_attribute": False}

    def given(self) -> list[dict]:
        """The rows that hold something, as the actions take them."""
        return [
            form.given() for form in self.forms if form.has_changed() and not form.cleaned_data.get("DELETE")
        ]

    def typed(self) -> list[dict]:
        """What stands in the rows now, unchecked, so that they can be shown again with one more."""
        return [
            {name: form[name].value() for name in form.fields if name != "DELETE"}
            for form in self.forms
            if form.has_changed()
        ]

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Remove this row")


SessionRows = forms.formset_factory(
    SessionForm, formset=BaseRows, extra=1, can_delete=True, max_num=MAX_SESSIONS, absolute_max=MAX_SESSIONS + 20,
    validate_max=True,
)  # fmt: skip


class ExpertForm(forms.ModelForm):
    """An expert who has not been hosted before."""

    class Meta:
        model = Expert
        fields = ("name_ar", "name_en", "title_ar", "title_en", "bio_ar", "bio_en")
        widgets = {"bio_ar": forms.Textarea(attrs={"rows": 3}), "bio_en": forms.Textarea(attrs={"rows": 3})}

    def given(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


ExpertRows = forms.formset_factory(ExpertForm, formset=BaseRows, extra=1, max_num=20, absolute_max=40)


class ReasonForm(forms.Form):
    """Why a workshop is called off, or a registration taken off the list."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It goes to the people whom this concerns."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please give a reason: it goes to the people whom this concerns.")},
    )


class SeatsForm(forms.Form):
    """How many seats there are."""

    seats = NumberField(
        label=_("Seats"),
        help_text=_("Leave this empty where there is no limit."),
        required=False,
        min_value=0,
        max_value=100_000,
    )


def rows_of(workshop: Workshop) -> list[dict]:
    """The sessions as the rows show them."""
    return [_row(session) for session in workshop.sessions.all()]


def _row(session: Session) -> dict:
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    names = ("id", "title_ar", "title_en", "place_ar", "place_en", "online_url")
    own = {name: getattr(session, name) for name in names}
    return own | {"day": starts.date(), "starts": starts.time(), "ends": ends.time()}


def _initial(workshop: Workshop) -> dict:
    closes = workshop.registration_closes_at and timezone.localtime(workshop.registration_closes_at)
    return {
        "seats": workshop.seats,
        "closes_on": closes.date() if closes else None,
        "closes_at": closes.time() if closes else None,
        "experts": list(workshop.hostings.values_list("expert", flat=True)),
    }
