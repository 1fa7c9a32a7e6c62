"""Platforms, who belongs to them, what they work on, and the one place that says what an audience means."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.redirects.models import Redirect
from wagtail.url_routing import RouteResult

from exchange.journal import now
from exchange.pages.bilingual import Bilingual
from exchange.pages.models import BasePage
from exchange.pages.names import NameField, insist_on_difference
from exchange.platforms import rules


class Audience(models.TextChoices):
    """Who may see a thing, from widest to narrowest."""

    EVERYONE = "everyone", _("everyone")
    NETWORK = "network", _("members of the network")
    PLATFORM = "platform", _("members of the platform")
    PARTY = "party", _("the working party of the platform")


class AudienceQuerySet(models.QuerySet):
    """For things with an `audience` and a `platform`: `visible_to` says who sees which of them."""

    def visible_to(self, person) -> "AudienceQuerySet":
        """The rows that `person` (an account or a visitor) may see."""
        return self.filter(within_audience(person))


def within_audience(person, *, platform: str = "platform", audience: str = "audience") -> Q:
    """The condition that a row with these two columns is for `person`. Asks the database, keeps no list."""
    everyone = Q(**{audience: Audience.EVERYONE})
    if not person.is_authenticated or not person.is_active:
        return everyone
    if person.is_superuser:
        return Q()
    mine = Membership.objects.filter(person=person, state=Membership.State.ACTIVE)
    condition = everyone
    if person.is_in_network:
        condition |= Q(**{audience: Audience.NETWORK})
    condition |= Q(**{audience: Audience.PLATFORM, f"{platform}__in": mine.values("platform")})
    staff = mine.filter(Membership.is_staff_condition())
    return condition | Q(**{audience: Audience.PARTY, f"{platform}__in": staff.values("platform")})


class PlatformQuerySet(models.QuerySet["Platform"]):
    def visible_to(self, person) -> "PlatformQuerySet":
        """The platforms whose page `person` may open."""
        return self.filter(within_audience(person, platform="pk"))

    def with_counts(self) -> "PlatformQuerySet":
        """Adds `member_count`, the number of active members."""
        active = Q(memberships__state=Membership.State.ACTIVE)
        return self.annotate(member_count=models.Count("memberships", filter=active, distinct=True))


class Platform(Bilingual, models.Model):
    """A space where the members of one field gather. One row, whatever the language."""

    slug = models.SlugField(_("address"), unique=True, max_length=60)
    name_ar = NameField(_("name in Arabic"), max_length=120)
    name_en = NameField(_("name in English"), max_length=120, blank=True)
    summary_ar = models.CharField(_("summary in Arabic"), max_length=300, blank=True)
    summary_en = models.CharField(_("summary in English"), max_length=300, blank=True)
    description_ar = models.TextField(_("description in Arabic"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    who_ar = NameField(_("for whom, in Arabic"), max_length=200, blank=True)
    who_en = NameField(_("for whom, in English"), max_length=200, blank=True)
    audience = models.CharField(
        _("who sees the platform"), max_length=10, choices=Audience.choices, default=Audience.EVERYONE
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    collection = models.OneToOneField(
        "wagtailcore.Collection", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=now, editable=False)

    objects = PlatformQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("platform")
        verbose_name_plural = _("platforms")

    def __str__(self) -> str:
        return self.text("name").words

    def get_absolute_url(self) -> str:
        return f"/{get_language() or 'ar'}/platforms/{self.slug}/"

    def clean(self):
        for column in ("name_ar", "name_en"):
            insist_on_difference(self, column, Platform.objects.all())


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> "MembershipQuerySet":
        return self.filter(state=Membership.State.ACTIVE)

    def waiting(self) -> "MembershipQuerySet":
        return self.filter(state=Membership.State.REQUESTED)

    def visible_to(self, person) -> "MembershipQuerySet":
        """Own memberships; for members of a platform its active ones; for its coordinators all of them."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        if person.is_superuser:
            return self
        mine = Membership.objects.filter(person=person, state=Membership.State.ACTIVE)
        fellow = Q(state=Membership.State.ACTIVE, platform__in=mine.values("platform"))
        coordinated = Q(platform__in=mine.filter(is_coordinator=True).values("platform"))
        return self.filter(Q(person=person) | fellow | coordinated)


class Membership(models.Model):
    """A person in a platform, with a state and any of three roles."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("requested")
        ACTIVE = "active", _("active")
        REFUSED = "refused", _("refused")
        LEFT = "left", _("left")
        REMOVED = "removed", _("removed")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    platform = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="memberships")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.REQUESTED)
    is_coordinator = models.BooleanField(_("coordinator"), default=False)
    is_editor = models.BooleanField(_("editor"), default=False)
    is_organiser = models.BooleanField(_("organiser"), default=False)
    reason = models.TextField(_("why I want to join"), max_length=600, blank=True)
    answer = models.TextField(_("the coordinator's word"), max_length=600, blank=True)
    asked_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "platform"], name="one_membership_a_person_and_platform"
            ),
            models.CheckConstraint(
                condition=Q(state="active") | Q(is_coordinator=False, is_editor=False, is_organiser=False),
                name="roles_belong_to_active_members",
            ),
        ]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")

    def __str__(self) -> str:
        return f"{self.person} · {self.platform}"

    @property
    def role_words(self) -> str:
        """The roles in words, or an empty text for a plain member."""
        named = (
            (self.is_coordinator, _("coordinator")),
            (self.is_editor, _("editor")),
            (self.is_organiser, _("organiser")),
        )
        return " · ".join(str(word) for is_held, word in named if is_held)

    @staticmethod
    def is_staff_condition() -> Q:
        """Coordinators, editors and organisers: the working party."""
        return Q(is_coordinator=True) | Q(is_editor=True) | Q(is_organiser=True)


class PriorityTopic(Bilingual, models.Model):
    """What the members of a platform chose to work on."""

    platform = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="topics")
    name_ar = NameField(_("name in Arabic"), max_length=160)
    name_en = NameField(_("name in English"), max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("priority topic")
        verbose_name_plural = _("priority topics")

    def __str__(self) -> str:
        return self.text("name").words


class PlatformIndexPage(BasePage):
    """All platforms, in one language."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["platforms.PlatformPage"]
    max_count_per_parent = 1
    summary = models.TextField(_("summary"), blank=True, max_length=400)
    content_panels = [*BasePage.content_panels, FieldPanel("summary")]
    template = "platforms/index_page.html"

    class Meta:
        verbose_name = _("list of platforms")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["platforms"] = Platform.objects.visible_to(request.user).with_counts()
        return context


class PlatformPage(BasePage):
    """The home of a platform in one language; what stands on it comes from the platform's row and its rooms."""

    parent_page_types = ["platforms.PlatformIndexPage"]
    subpage_types = ["platforms.LibraryPage"]
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="pages", editable=False)
    template = "platforms/platform_page.html"
    read_with = (*BasePage.read_with, "platform")
    # Made together with the platform, never by hand.
    is_creatable = False

    class Meta:
        verbose_name = _("platform page")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["platform"] = self.platform
        context["crumbs"] = [{"title": _("Platforms"), "url": f"/{get_language()}/platforms/"}]
        return context

    def is_for(self, person) -> bool:
        return rules.can_see_platform(person, self.platform)


class LibraryPage(BasePage):
    """The shelf of a platform in one language: the guides and position papers that it owns stand below it."""

    parent_page_types = ["platforms.PlatformPage"]
    subpage_types = ["library.GuidePage", "library.PositionPaperPage"]
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="shelves", editable=False)
    template = "platforms/library_page.html"
    read_with = (*BasePage.read_with, "platform")
    # Made together with the platform, never by hand.
    is_creatable = False

    class Meta:
        verbose_name = _("library of a platform")

    def route(self, request, path_components):
        """A work that is not translated yet is shown on this side too, in its own language."""
        if path_components and not self._shows(path_components[0]):
            for twin in self.get_translations():
                child = twin.get_children().live().filter(slug=path_components[0]).first()
                if child is not None:
                    return child.specific.route(request, path_components[1:])
            renamed = self._renamed(path_components)
            if renamed is not None:
                return RouteResult(renamed, kwargs={"is_moved": True})
        return super().route(request, path_components)

    def _renamed(self, path_components: list[str]):
        """The work that stood here untranslated until its own side got another address; None where there is none."""
        for twin in self.get_translations():
            old_path = Redirect.normalise_path("/".join([twin.url.rstrip("/"), *path_components]))
            redirect = Redirect.objects.filter(old_path=old_path, redirect_page__live=True).first()
            if redirect is not None:
                return redirect.redirect_page.specific
        return None

    def _shows(self, slug: str) -> bool:
        return self.get_children().live().filter(slug=slug).exists()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["platform"] = self.platform
        return context

    def is_for(self, person) -> bool:
        return rules.can_see_platform(person, self.platform)
