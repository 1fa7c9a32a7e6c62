"""Discussions and their posts. Every change of a discussion has a number of its own, without gaps."""

import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from exchange.journal import now
from exchange.pages.names import NameField
from exchange.platforms.models import Audience, AudienceQuerySet, Platform, within_audience

# Characters that a post may hold, as its author typed it.
POST_LIMIT = 10_000


class DiscussionQuerySet(AudienceQuerySet):
    def of(self, platform: Platform) -> "DiscussionQuerySet":
        """The discussions of one platform."""
        return self.filter(platform=platform)

    def about(self, thing: models.Model) -> "DiscussionQuerySet":
        """The discussions that were opened about this work."""
        return self.filter(about_type=ContentType.objects.get_for_model(thing), about_id=str(thing.pk))

    def unanswered(self) -> "DiscussionQuerySet":
        """Those in which no reply has been accepted and that are still open."""
        return self.filter(answer=None, state=Discussion.State.OPEN)

    def with_people(self) -> "DiscussionQuerySet":
        """Brings the platform, and the person who opened with office, in the same query."""
        return self.select_related("platform", "opened_by__profile__authority")


class Discussion(models.Model):
    """A question to the members of a platform and what they say to it."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    platform = models.ForeignKey(
        Platform, on_delete=models.CASCADE, related_name="discussions", verbose_name=_("platform")
    )
    title = NameField(_("title"), max_length=200)
    audience = models.CharField(
        _("who may read"), max_length=10, choices=Audience.choices, default=Audience.PLATFORM
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="opened_discussions"
    )
    opened_at = models.DateTimeField(default=now)
    state = models.CharField(_("state"), max_length=6, choices=State.choices, default=State.OPEN)
    reason = models.CharField(_("why it was closed"), max_length=300, blank=True)
    answer = models.ForeignKey("Post", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # What the discussion is about, wherever in the house that stands.
    about_type = models.ForeignKey(
        ContentType, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    about_id = models.CharField(max_length=64, blank=True)
    about = GenericForeignKey("about_type", "about_id")
    # Counted under the row's lock, so that numbers follow the order of commits: 1, 2, 3…
    last_number = models.PositiveIntegerField(default=0, editable=False)
    last_change = models.PositiveIntegerField(default=0, editable=False)
    post_count = models.PositiveIntegerField(default=0, editable=False)
    last_post_at = models.DateTimeField(default=now, db_index=True, editable=False)

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        ordering = ["-last_post_at", "-pk"]
        indexes = [models.Index(fields=["about_type", "about_id"])]
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("discussion", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        """The readable end of the address, made from the title."""
        return slugify(self.title, allow_unicode=True)[:80].strip("-_") or "discussion"

    @property
    def reply_count(self) -> int:
        """How many posts can be read beside the one that opened it."""
        return max(0, self.post_count - 1)

    @property
    def progress(self) -> str:
        """How far it has come, in one word for lists: open, solved or closed."""
        return "solved" if self.answer_id else str(self.state)

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, person) -> "PostQuerySet":
        """The posts of the discussions that `person` may see; those taken away are among them, as gaps to name."""
        return self.filter(
            within_audience(person, platform="discussion__platform", audience="discussion__audience")
        )

    def readable(self) -> "PostQuerySet":
        """Those that were neither deleted nor hidden."""
        return self.filter(state=Post.State.VISIBLE)

    def with_authors(self) -> "PostQuerySet":
        """Brings what showing a post takes, in the same query."""
        return self.select_related("discussion__platform", "author__profile__authority", "reply_to__author")

    def as_shown(self) -> "PostQuerySet":
        """As `with_authors`, with the columns alone that a page shows: what was typed stays in the database."""
        return self.select_related("author__profile__authority", "reply_to__author").only(
            "discussion", "number", "changed", "html", "posted_at", "edited_at", "revision", "state", "hidden_reason",
            "author__name", "author__profile__authority__name_ar", "author__profile__authority__name_en",
            "author__profile__authority__kind", "reply_to__number", "reply_to__author__name",
        )  # fmt: skip


class Post(models.Model):
    """What one person said, once. `number` is its place; `changed` is the number of its latest change."""

    class State(models.TextChoices):
        VISIBLE = "visible", _("visible")
        DELETED = "deleted", _("deleted by the author")
        HIDDEN = "hidden", _("hidden by a coordinator")

    discussion = models.ForeignKey(Discussion, on_delete=models.CASCADE, related_name="posts")
    number = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="posts"
    )
    text = models.TextField(_("text"))
    # Made from the text when it is written, so that reading renders nothing.
    html = models.TextField(editable=False)
    # Named by the sender: the same one twice is the same post.
    client_id = models.UUIDField(default=uuid.uuid4, editable=False)
    posted_at = models.DateTimeField(default=now)
    edited_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.VISIBLE)
    hidden_reason = models.CharField(_("why it was hidden"), max_length=300, blank=True)
    reply_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["discussion", "number"], name="a_number_is_one_post"),
            models.UniqueConstraint(fields=["author", "client_id"], name="what_was_sent_twice_is_one_post"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), POST_LIMIT), name="a_post_holds_so_many_characters"
            ),
        ]
        indexes = [models.Index(fields=["discussion", "changed"])]
        verbose_name = _("post")
        verbose_name_plural = _("posts")

    def __str__(self) -> str:
        return f"{self.discussion_id}#{self.number}"

    def get_absolute_url(self) -> str:
        """The post in its place; the page shows it with those before it."""
        return f"{self.discussion.get_absolute_url()}?before={self.number + 1}#post-{self.number}"

    @property
    def is_readable(self) -> bool:
        return self.state == self.State.VISIBLE
