"""Workshops, their sessions and experts, and who has a seat or waits for one."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from exchange.journal import now
from exchange.pages.bilingual import Bilingual
from exchange.pages.names import NameField
from exchange.platforms.models import Audience, AudienceQuerySet, Membership, Platform, within_audience


class WorkshopQuerySet(AudienceQuerySet):
    """Reads of workshops; each begins with `visible_to`."""

    def visible_to(self, person) -> "WorkshopQuerySet":
        """What is announced to `person`, called off or not, and every workshop of the platforms they work for.

        Drafts are seen by the working party alone.
        """
        announced = within_audience(person) & ~Q(state=Workshop.State.DRAFT)
        if not person.is_authenticated or not person.is_active:
            return self.filter(announced)
        if person.is_superuser:
            return self
        staff = Membership.objects.filter(Membership.is_staff_condition(), person=person).active()
        return self.filter(announced | Q(platform__in=staff.values("platform")))

    def listed_for(self, person) -> "WorkshopQuerySet":
        """What stands in lists: published, and of those called off the ones that `person` is registered for."""
        return self.filter(
            Q(state=Workshop.State.PUBLISHED) | Q(state=Workshop.State.CANCELLED, pk__in=_held(person))
        )

    def attended_by(self, person) -> "WorkshopQuerySet":
        """Those in which `person` has a seat or waits for one."""
        return self.filter(pk__in=_held(person))

    def drafts(self) -> "WorkshopQuerySet":
        return self.filter(state=Workshop.State.DRAFT)

    def published(self) -> "WorkshopQuerySet":
        return self.filter(state=Workshop.State.PUBLISHED)

    def upcoming(self) -> "WorkshopQuerySet":
        """Those that are not over, the next one first."""
        coming = Session.objects.filter(workshop=OuterRef("pk"), ends_at__gt=now())
        return self.filter(Exists(coming)).with_times().order_by("next_at", "pk")

    def past(self) -> "WorkshopQuerySet":
        """Those that are over, the last one first."""
        sessions = Session.objects.filter(workshop=OuterRef("pk"))
        is_over = Exists(sessions) & ~Exists(sessions.filter(ends_at__gt=now()))
        return self.filter(is_over).with_times().order_by("-starts_at", "-pk")

    def with_times(self) -> "WorkshopQuerySet":
        """Adds `starts_at` and `ends_at`, and `next_at`: when the session begins that runs now or comes next."""
        if "next_at" in self.query.annotations:
            return self
        sessions = Session.objects.filter(workshop=OuterRef("pk"))
        return self.annotate(
            starts_at=Subquery(sessions.order_by("starts_at").values("starts_at")[:1]),
            ends_at=Subquery(sessions.order_by("-ends_at").values("ends_at")[:1]),
            next_at=Subquery(
                sessions.filter(ends_at__gt=now()).order_by("starts_at").values("starts_at")[:1]
            ),
        )

    def with_counts(self) -> "WorkshopQuerySet":
        """Adds `confirmed_count` and `waiting_count`."""
        return self.annotate(
            confirmed_count=_count(Registration.State.CONFIRMED),
            waiting_count=_count(Registration.State.WAITING),
        )

    def with_state_of(self, person) -> "WorkshopQuerySet":
        """Adds `held_state`: the state of the person's own registration, or an empty string."""
        empty = models.Value("", output_field=models.CharField())
        if not person.is_authenticated:
            return self.annotate(held_state=empty)
        own = Registration.objects.filter(workshop=OuterRef("pk"), person=person).order_by().values("state")
        return self.annotate(held_state=Coalesce(Subquery(own[:1]), empty))

    def with_standing_of(self, person) -> "WorkshopQuerySet":
        """All that a list or a page shows of each workshop and `rules.standing` asks, without a query a row."""
        return (
            self.with_times().with_counts().with_state_of(person).select_related("platform")
            .prefetch_related("sessions")
        )  # fmt: skip


def _held(person):
    if not person.is_authenticated:
        return Registration.objects.none().values("workshop")
    return Registration.objects.filter(person=person).held().values("workshop")


def _count(state: str):
    rows = Registration.objects.filter(workshop=OuterRef("pk"), state=state).order_by().values("workshop")
    return Coalesce(Subquery(rows.annotate(number_of=Count("pk")).values("number_of")), 0)


class ExpertQuerySet(models.QuerySet["Expert"]):
    def visible_to(self, person) -> "ExpertQuerySet":
        """Those who are hosted at a workshop that `person` may see."""
        return self.filter(
            pk__in=Hosting.objects.filter(workshop__in=Workshop.objects.visible_to(person)).values("expert")
        )


class Expert(Bilingual, models.Model):
    """A guest who is hosted at workshops; needs no account."""

    name_ar = NameField(_("name in Arabic"), max_length=120)
    name_en = NameField(_("name in English"), max_length=120, blank=True)
    title_ar = NameField(_("who that is, in Arabic"), max_length=160, blank=True)
    title_en = NameField(_("who that is, in English"), max_length=160, blank=True)
    bio_ar = models.TextField(_("about the expert, in Arabic"), max_length=1000, blank=True)
    bio_en = models.TextField(_("about the expert, in English"), max_length=1000, blank=True)

    objects = ExpertQuerySet.as_manager()

    class Meta:
        ordering = ["name_ar", "pk"]
        verbose_name = _("expert")
        verbose_name_plural = _("experts")

    def __str__(self) -> str:
        return self.text("name").words


class Workshop(Bilingual, models.Model):
    """One or more sessions with registration. One record, whatever the language: both sides share the seats."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("workshop", "draft")
        PUBLISHED = "published", pgettext_lazy("workshop", "published")
        CANCELLED = "cancelled", pgettext_lazy("workshop", "cancelled")

    platform = models.ForeignKey(
        Platform, on_delete=models.PROTECT, related_name="workshops", verbose_name=_("platform")
    )
    title_ar = NameField(_("title in Arabic"), max_length=200)
    title_en = NameField(_("title in English"), max_length=200, blank=True)
    summary_ar = models.CharField(_("summary in Arabic"), max_length=400, blank=True)
    summary_en = models.CharField(_("summary in English"), max_length=400, blank=True)
    # Markdown.
    description_ar = models.TextField(_("description in Arabic"), max_length=20_000, blank=True)
    description_en = models.TextField(_("description in English"), max_length=20_000, blank=True)
    audience = models.CharField(
        _("who sees the workshop"), max_length=10, choices=Audience.choices, default=Audience.EVERYONE
    )
    # NULL says that there is no limit.
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    reason = models.CharField(_("why it was cancelled"), max_length=600, blank=True)
    registration_closes_at = models.DateTimeField(_("registration closes at"), null=True, blank=True)
    # How often times or places have changed: calendars take the highest for the truth.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    experts = models.ManyToManyField(
        Expert, through="Hosting", related_name="workshops", verbose_name=_("experts")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "platform"])]
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")

    def __str__(self) -> str:
        return self.text("title").words

    def get_absolute_url(self, language: str | None = None) -> str:
        """The page in `language`, or in the active one."""
        if language is None:
            return self.address("workshop")
        with override(language):
            return self.address("workshop")

    @property
    def slug(self) -> str:
        """The title in the active language, as it stands in the address."""
        return slugify(self.text("title").words, allow_unicode=True)[:80].strip("-_") or "workshop"

    def address(self, name: str) -> str:
        """The address called `name` of this workshop, in the active language."""
        return reverse(name, args=[self.pk, self.slug])

    @property
    def first_start(self) -> datetime | None:
        """When the first session begins; None while there is none."""
        return min((session.starts_at for session in self.sessions.all()), default=None)

    @property
    def last_end(self) -> datetime | None:
        """When the last session ends; None while there is none."""
        return max((session.ends_at for session in self.sessions.all()), default=None)

    def has_begun(self) -> bool:
        return self.first_start is not None and self.first_start <= now()

    def is_over(self) -> bool:
        return self.last_end is not None and self.last_end <= now()

    def closes_at(self) -> datetime | None:
        """When registration closes: at the hour that was set, at the latest when the first session begins."""
        return min(
            (moment for moment in (self.registration_closes_at, self.first_start) if moment), default=None
        )

    def takes_registrations(self) -> bool:
        """Whether registration is still open at this moment."""
        closes_at = self.closes_at()
        return closes_at is None or now() < closes_at

    def free_seats(self) -> int | None:
        """How many seats are free, 0 where more are taken than there are; None says no limit."""
        if self.seats is None:
            return None
        return max(0, self.seats - self.registrations.confirmed().count())


class Hosting(models.Model):
    """An expert at a workshop, in the order of the programme."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="hostings")
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="hostings")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "expert"], name="an_expert_is_hosted_once_at_a_workshop"
            )
        ]

    def __str__(self) -> str:
        return f"{self.expert_id} · {self.workshop_id}"


class Session(Bilingual, models.Model):
    """A time slot of a workshop with a place, an online link, or both."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="sessions")
    starts_at = models.DateTimeField(_("begins at"))
    ends_at = models.DateTimeField(_("ends at"))
    title_ar = NameField(_("title in Arabic"), max_length=200, blank=True)
    title_en = NameField(_("title in English"), max_length=200, blank=True)
    place_ar = NameField(_("place in Arabic"), max_length=200, blank=True)
    place_en = NameField(_("place in English"), max_length=200, blank=True)
    online_url = models.URLField(_("online link"), max_length=500, blank=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at"]), models.Index(fields=["ends_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="a_session_ends_after_it_starts"
            )
        ]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def __str__(self) -> str:
        return f"{self.workshop_id} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def state(self) -> str:
        """`past`, `now` or `coming`, as the timeline shows it."""
        if self.ends_at <= now():
            return "past"
        return "now" if self.starts_at <= now() else "coming"


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, person) -> "RegistrationQuerySet":
        """One's own, and those of the platforms that one organises or coordinates."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        if person.is_superuser:
            return self
        runs = Q(is_organiser=True) | Q(is_coordinator=True)
        run = Membership.objects.filter(runs, person=person).active()
        return self.filter(Q(person=person) | Q(workshop__platform__in=run.values("platform")))

    def confirmed(self) -> "RegistrationQuerySet":
        return self.filter(state=Registration.State.CONFIRMED)

    def waiting(self) -> "RegistrationQuerySet":
        """Those who wait, in their order."""
        return self.filter(state=Registration.State.WAITING).order_by("number")

    def held(self) -> "RegistrationQuerySet":
        """Those who have a seat or wait for one."""
        return self.exclude(state=Registration.State.CANCELLED)

    def in_order(self) -> "RegistrationQuerySet":
        """Seats first, then those who wait, then those who cancelled; each in the order of arrival."""
        rank = models.Case(
            models.When(state=Registration.State.CONFIRMED, then=0),
            models.When(state=Registration.State.WAITING, then=1),
            default=2,
        )
        return self.order_by(rank, "number")


class Registration(models.Model):
    """A person's place in a workshop: a seat, or a place in the waiting list."""

    class State(models.TextChoices):
        CONFIRMED = "confirmed", _("has a seat")
        WAITING = "waiting", _("on the waiting list")
        CANCELLED = "cancelled", pgettext_lazy("registration", "cancelled")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="workshop_registrations"
    )
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="registrations")
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    # The order of arrival, given out under the lock of the workshop's row.
    number = models.PositiveIntegerField(_("order"))
    registered_at = models.DateTimeField(_("registered at"))
    cancelled_at = models.DateTimeField(null=True, blank=True)
    # The organiser's word to somebody who was taken off the list; empty where the person cancelled.
    reason = models.CharField(_("why it was removed"), max_length=600, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["workshop", "number"]
        indexes = [models.Index(fields=["workshop", "state", "number"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "workshop"], name="one_registration_a_person_and_workshop"
            ),
            models.UniqueConstraint(
                fields=["workshop", "number"], name="each_registration_has_its_own_number"
            ),
        ]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")

    def __str__(self) -> str:
        return f"{self.workshop_id} #{self.number} {self.state}"

    @property
    def is_confirmed(self) -> bool:
        return self.state == self.State.CONFIRMED

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_held(self) -> bool:
        return self.state != self.State.CANCELLED

    @property
    def position(self) -> int | None:
        """The place in the waiting list, from 1; None for who does not wait."""
        if not self.is_waiting:
            return None
        before = Registration.objects.filter(workshop=self.workshop_id, number__lt=self.number)
        return before.waiting().count() + 1


def platforms_to_organise(person) -> models.QuerySet[Platform]:
    """The platforms that a person may add workshops to; the rule `can_organise` says the same of one."""
    if person.is_superuser:
        return Platform.objects.visible_to(person)
    mine = person.memberships.active().exclude(is_organiser=False, is_coordinator=False)
    return Platform.objects.visible_to(person).filter(pk__in=mine.values("platform"))
