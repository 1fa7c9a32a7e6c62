"""What the search keeps: the vocabulary, what people ask, and the searches that they keep for themselves."""

from datetime import timedelta
from hashlib import blake2b

from django.conf import settings
from django.db import connection, models
from django.db.models import Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.finding import rules
from exchange.journal import now
from search.arabic.words import words
from search.vocabulary import concepts

LONGEST_QUESTION = 100  # letters; what is longer is kept neither as a question nor as a suggestion


def folded(text: str) -> str:
    """The words of a text as search reads them: by this two ways of writing the same are one."""
    return " ".join(word.text for word in words(text))


def lines(text: str) -> tuple[str, ...]:
    """The lines of a text that say something, each once."""
    return tuple(dict.fromkeys(line for one in text.splitlines() if (line := " ".join(one.split()))))


# -- the vocabulary


class ConceptQuerySet(models.QuerySet["Concept"]):
    def visible_to(self, person) -> "ConceptQuerySet":
        """Those who may change the vocabulary see it."""
        return self if rules.can_change_vocabulary(person) else self.none()

    def in_use(self) -> "ConceptQuerySet":
        return self.filter(is_active=True)

    def called(self, text: str) -> "ConceptQuerySet":
        """Concepts with a form in which these words stand one after the other, however they are spelt."""
        return self.filter(Q(folded__contains=folded(text)) | Q(slug__icontains=text.strip()))

    def said_in(self, country: str) -> "ConceptQuerySet":
        """Concepts with a word of their own in this country (two letters)."""
        return self.filter(Q(local__startswith=f"{country}: ") | Q(local__contains=f"\n{country}: "))


class Concept(models.Model):
    """One thing and all that it is called, one form a line; `local` has lines such as `MA: جماعة`."""

    slug = models.SlugField(_("name in lists"), max_length=60, unique=True)
    ar = models.TextField(_("in Arabic"))
    en = models.TextField(_("in English"), blank=True)
    short = models.TextField(_("abbreviations"), blank=True)
    local = models.TextField(_("in one country alone"), blank=True)
    near = models.TextField(_("related concepts"), blank=True)
    folded = models.TextField(editable=False)
    is_shipped = models.BooleanField(_("comes with the product"), default=False)
    is_changed = models.BooleanField(_("changed here"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(_("changed at"), default=now)

    objects = ConceptQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("concept")
        verbose_name_plural = _("vocabulary")

    def __str__(self) -> str:
        return next(iter(lines(self.ar)), self.slug)

    @property
    def as_known(self) -> concepts.Concept:
        """The concept as search takes it."""
        local: dict[str, list[str]] = {}
        for line in lines(self.local):
            country, _colon, form = line.partition(":")
            local.setdefault(country.strip().upper(), []).append(form.strip())
        return concepts.Concept(
            id=self.slug,
            ar=lines(self.ar),
            en=lines(self.en),
            short=lines(self.short),
            by={country: tuple(forms) for country, forms in local.items()},
            near=lines(self.near),
        )

    @property
    def forms(self) -> tuple[str, ...]:
        """All that it is called, each once."""
        return self.as_known.forms


class VocabularyState(models.Model):
    """One row: which vocabulary this is, and how far the index has followed it."""

    class Rebuild(models.TextChoices):
        NONE = "none", pgettext_lazy("writing the index anew", "not needed")
        OFFERED = "offered", pgettext_lazy("writing the index anew", "needed")
        WAITING = "waiting", pgettext_lazy("writing the index anew", "waiting")
        RUNNING = "running", pgettext_lazy("writing the index anew", "running")
        FAILED = "failed", pgettext_lazy("writing the index anew", "failed")

    version = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(default=now)
    rebuild = models.CharField(max_length=8, choices=Rebuild.choices, default=Rebuild.NONE)
    rebuilt = models.PositiveIntegerField(default=0)  # documents written so far
    beat_at = models.DateTimeField(null=True, blank=True)  # the last sign of life of a running rebuild

    # A rebuild that has given no sign of life for so long has lost its worker.
    LOST_AFTER = timedelta(seconds=90)

    def __str__(self) -> str:
        return f"vocabulary {self.version}"

    @property
    def is_lost(self) -> bool:
        """Whether the rebuild that is said to run has lost its worker."""
        return self.rebuild == self.Rebuild.RUNNING and (
            self.beat_at is None or self.beat_at < timezone.now() - self.LOST_AFTER
        )

    @property
    def is_rebuilding(self) -> bool:
        """Whether a rebuild waits or runs, so that another would be one too many."""
        return self.rebuild == self.Rebuild.WAITING or (
            self.rebuild == self.Rebuild.RUNNING and not self.is_lost
        )


# -- what people ask, without who


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, person) -> "QuestionQuerySet":
        """Sums of what people ask are for those who tend the vocabulary."""
        return self if rules.can_see_questions(person) else self.none()

    def since(self, day) -> "QuestionQuerySet":
        return self.filter(day__gte=day)

    def beginning(self, start: str) -> "QuestionQuerySet":
        """Questions whose words begin so; `start` is folded."""
        found = self.filter(folded__startswith=start)
        if connection.vendor == "sqlite":
            # Its LIKE reads the whole table; a span of the index does not.
            return found.filter(folded__gte=start, folded__lt=start + "\U0010ffff")
        return found

    def in_sums(self, *, at_least: int) -> models.QuerySet:
        """A row for each question, of those asked so often: `text`, `asked`, `results` of the last day, `opened`."""
        clicks = Click.objects.filter(folded=OuterRef("folded")).values("folded")
        last = Question.objects.filter(folded=OuterRef("folded")).order_by("-day", "-times", "pk")
        return (
            self.order_by()
            .values("folded")
            .annotate(words=Max("text"), asked=Sum("times"))
            .annotate(
                results=Subquery(last.values("found")[:1]),
                opened=Coalesce(Subquery(clicks.annotate(sum=Sum("times")).values("sum")), 0),
            )
            .filter(asked__gte=at_least)
        )


class Question(models.Model):
    """What was asked on one day, by how many, and how many works they found; nothing of who they were."""

    folded = models.CharField(max_length=2 * LONGEST_QUESTION, db_index=True)
    text = models.CharField(max_length=LONGEST_QUESTION)
    language = models.CharField(max_length=2)
    day = models.DateField()
    times = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)  # by whoever asked last

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "folded", "language"], name="a_question_has_one_row_a_day")
        ]

    def __str__(self) -> str:
        return self.text


class Click(models.Model):
    """How often a work was opened from the answer to a question on one day, and where it stood there (from 1)."""

    folded = models.CharField(max_length=2 * LONGEST_QUESTION, db_index=True)
    document = models.CharField(max_length=120)
    place = models.PositiveSmallIntegerField()
    day = models.DateField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "folded", "document", "place"], name="a_click_has_one_row_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.folded}: {self.document}"


# -- searches that a person keeps


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def visible_to(self, person) -> "SavedSearchQuerySet":
        """Everybody sees their own."""
        return self.filter(person_id=person.pk) if person.is_authenticated else self.none()


class SavedSearch(models.Model):
    """A search that a person keeps; once a day they are told what is new in it.

    `told` has the works that the person was told of lately (id -> day): by it none is told twice, though the days
    that are looked at overlap, so that what comes into the index late is told all the same.
    """

    MOST = 30  # a person
    OVERLAP = timedelta(days=3)

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches"
    )
    text = models.CharField(max_length=300)
    narrowed = models.JSONField(default=dict)
    key = models.CharField(max_length=32, editable=False)  # of the address, by which a repeat is known
    created_at = models.DateTimeField(default=now)
    told_until = models.DateTimeField(default=now, db_index=True)
    told = models.JSONField(default=dict, editable=False)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="a_search_is_saved_once")]

    def __str__(self) -> str:
        return self.text

    @property
    def address(self) -> str:
        """The query string of the search page for this search."""
        return urlencode({"q": self.text, **dict(sorted(self.narrowed.items()))})

    def key_of_address(self) -> str:
        """The same for the same search, and no other."""
        return blake2b(self.address.encode(), digest_size=16).hexdigest()

    @property
    def since(self):
        """From when on works are looked at: never from before the search was saved."""
        return max(self.created_at, self.told_until - self.OVERLAP)

    @property
    def saved_on(self):
        """The day on which it was saved, in the network's zone."""
        return timezone.localdate(self.created_at)
