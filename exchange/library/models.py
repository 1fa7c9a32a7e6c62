"""Guides and position papers: pages in Wagtail, one or two sides, with attachments and tags."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, PageManager
from wagtail.query import PageQuerySet

from exchange.library import rules
from exchange.library.blocks import ChapterBlocks
from exchange.pages.bilingual import DIRECTIONS
from exchange.pages.models import BasePage, UploadedDocument
from exchange.pages.names import NameField, clean_name
from exchange.platforms.models import Audience, LibraryPage, Platform, within_audience
from search.arabic.stems import opened
from search.arabic.words import words
from search.asked import ask
from search.marking import Marker
from search.passages import read

WORDS_A_MINUTE = 180
# The tags that stand open on the page of a work; the rest unfolds.
TAGS_SHOWN = 12


def fold_tag(name: str) -> str:
    """The key of a tag: its words in one spelling and without the article, so that البلدية and بلديه are one tag."""
    return " ".join(opened(word.text) for word in words(name))[:100]


class WorkTag(TagBase):
    """A tag as its writer spelled it, with the key by which spellings of one word are the same tag."""

    # Tags are made without asking a form too, so the key is taken where every tag passes.
    key = models.CharField(max_length=100, editable=False, db_index=True)
    free_tagging = True

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def save(self, *args, **kwargs):
        self.key = fold_tag(self.name)
        return super().save(*args, **kwargs)


class WorkForm(WagtailAdminPageForm):
    """A work as its editor writes it; tags are names like its title."""

    def clean_tags(self) -> list[str]:
        limit = WorkTag._meta.get_field("name").max_length
        return [name for name in (clean_name(tag, limit) for tag in self.cleaned_data["tags"]) if name]


class TaggedWork(ItemBase):
    """A tag on a work."""

    tag = models.ForeignKey(WorkTag, on_delete=models.CASCADE, related_name="works")
    content_object = ParentalKey("library.Work", on_delete=models.CASCADE, related_name="tagged_items")


class WorkQuerySet(PageQuerySet):
    def visible_to(self, person) -> "WorkQuerySet":
        """The published works that `person` may read."""
        return self.filter(live=True).filter(within_audience(person))

    def in_one_language(self, language: str) -> "WorkQuerySet":
        """Each work once: its side in `language` where that is published, else its other side."""
        twin = Work.objects.filter(
            translation_key=OuterRef("translation_key"), locale__language_code=language, live=True
        )
        is_side = models.Q(locale__language_code=language)
        return self.filter(is_side | ~Exists(twin))

    def of_kind(self, kind: str) -> "WorkQuerySet":
        return self.filter(kind=kind)

    def tagged(self, tag: str) -> "WorkQuerySet":
        """Works that carry this tag, in whatever spelling."""
        return self.filter(pk__in=TaggedWork.objects.filter(tag__key=fold_tag(tag)).values("content_object"))

    def newest(self) -> "WorkQuerySet":
        return self.order_by("-first_published_at", "-pk")

    def with_platforms(self) -> "WorkQuerySet":
        """What a list shows of each work, without a query a row and without the text."""
        return self.select_related("platform", "locale").defer("chapters", "sources")


class Work(BasePage):
    """What guides and papers share. It stands below the shelf of the platform that owns it."""

    class Kind(models.TextChoices):
        GUIDE = "guide", _("guide")
        POSITION_PAPER = "position-paper", _("position paper")

    kind = models.CharField(max_length=20, choices=Kind.choices, editable=False)
    # The owner of the shelf; kept as a column so that lists can ask for it. Set whenever the page is checked or moved.
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="works", editable=False)
    audience = models.CharField(
        _("who may read it"), max_length=10, choices=Audience.choices, default=Audience.EVERYONE
    )
    summary = models.TextField(_("summary"), max_length=400)
    byline = NameField(_("written by"), max_length=200, blank=True)
    sources = models.TextField(_("sources"), blank=True, help_text=_("One source a line."))
    reading_minutes = models.PositiveSmallIntegerField(default=1, editable=False)
    chapters = StreamField(ChapterBlocks(), verbose_name=_("text"))
    tags = ClusterTaggableManager(through=TaggedWork, blank=True, verbose_name=_("tags"))

    objects = PageManager.from_queryset(WorkQuerySet)()

    is_creatable = False
    parent_page_types = ["platforms.LibraryPage"]
    subpage_types: list[str] = []
    base_form_class = WorkForm
    template = "library/work_page.html"
    read_with = (*BasePage.read_with, "platform")
    text_panels = [
        HelpPanel(template="library/admin/help_link.html"),
        *BasePage.content_panels,
        FieldPanel(
            "summary", help_text=_("A sentence or two: whom it is for, and what it lets its reader do.")
        ),
        FieldPanel(
            "chapters", help_text=_("Short chapters with plain titles: search leads straight to them.")
        ),
        InlinePanel("attachments", label=_("attachment"), heading=_("attachments")),
        FieldPanel(
            "tags",
            help_text=_("Three or four words that colleagues would search for, a comma after each."),
        ),
        FieldPanel("sources"),
        MultiFieldPanel(
            [
                FieldPanel(
                    "byline",
                    help_text=_("Names as they are to be cited; without any, the platform is named."),
                ),
                FieldPanel("audience", help_text=_("The attachments are for the same readers.")),
            ],
            heading=_("Author and readers"),
        ),
    ]
    content_panels = text_panels

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("works")

    def full_clean(self, *args, **kwargs):
        self.derive()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self):
        # What drafts are checked by, in the place of a full check.
        self.derive()
        super().minimal_clean()

    def derive(self) -> None:
        """Take platform, kind and reading time from where the page stands and what it says."""
        shelf = LibraryPage.objects.filter(path=self.path[: -self.steplen]).first() if self.path else None
        if shelf is not None:
            self.platform_id = shelf.platform_id
        self.kind = self.own_kind
        self.reading_minutes = max(1, round(len(self.plain_text().split()) / WORDS_A_MINUTE))

    @property
    def own_kind(self) -> str:
        return self.kind

    def settle(self) -> None:
        """Another shelf is another owner in the same breath, and with it others may read."""
        self.derive()
        Work.objects.filter(pk=self.pk).update(platform=self.platform_id)

    @property
    def shown_url(self) -> str:
        """Its address in the active language; a work without a side in it is shown there all the same."""
        return f"/{get_language()}/platforms/{self.platform.slug}/library/{self.slug}/"

    @property
    def foreign_language(self) -> str:
        """The language it is written in, where that is not the active one."""
        own = self.locale.language_code
        return "" if own == get_language() else own

    def headings(self) -> list[str]:
        """The titles of the chapters, in order."""
        return [chapter.value["title"] for chapter in self.chapters]

    def plain_text(self) -> str:
        """All words of the text, for search and for counting."""
        return " ".join(self.chapters.stream_block.get_searchable_content(self.chapters))

    def is_for(self, person) -> bool:
        return rules.can_read(person, self)

    def serve(self, request, *args, is_moved: bool = False, **kwargs):
        # Before anything is told of it, an anchor of its chapters too.
        if not self.is_for(request.user):
            raise Http404
        if is_moved:
            return redirect(self.shown_url, permanent=True)
        query = request.GET.get("q", "")[:300]
        if query and not getattr(request, "is_preview", False):
            return redirect(f"{request.path}#{self.place_of(query)}")
        return super().serve(request, *args, **kwargs)

    def place_of(self, query: str) -> str:
        """The anchor of the chapter that holds most words of a query; of the attachments where no chapter does."""
        marker = Marker(ask(query))
        best, most = "attachments", 0
        for chapter in self.chapters:
            text = " ".join(chapter.block.get_searchable_content(chapter.value))
            held = len(marker.held(read(text).keys))
            if held > most:
                best, most = chapter.value.anchor, held
        return best

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        own = self.locale.language_code
        tags = list(self.tags.all())
        context |= {
            "platform": self.platform,
            "attachments": self.attachments.select_related("document"),
            "own_language": own,
            "own_direction": DIRECTIONS[own],
            "is_untranslated": own != get_language(),
            "canonical_url": settings.BASE_URL + (self.get_url(request) or ""),
            "may_edit": rules.can_edit(request.user, self),
            "crumbs": self.crumbs(),
            "citation": self.citation(),
            "tags": tags[:TAGS_SHOWN],
            "more_tags": tags[TAGS_SHOWN:],
            "source_lines": [line for line in self.sources.splitlines() if line.strip()],
        }
        return context

    def crumbs(self) -> list[dict]:
        """The way from the home page."""
        platform = self.platform
        return [
            {"title": _("Platforms"), "url": f"/{get_language()}/platforms/"},
            {"title": platform.text("name").words, "url": platform.get_absolute_url()},
            {"title": _("Library"), "url": f"{platform.get_absolute_url()}library/"},
        ]

    def citation(self) -> str:
        """One line by which another text refers to this one."""
        year = self.first_published_at.year if self.first_published_at else ""
        by = self.byline or self.platform.text("name", self.locale.language_code).words
        return f"{by}. «{self.title}». {year}. {settings.BASE_URL}{self.get_url() or ''}"


class Attachment(Orderable):
    """A file that goes with a work."""

    work = ParentalKey(Work, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        UploadedDocument, on_delete=models.PROTECT, related_name="attachments", verbose_name=_("file")
    )
    title = NameField(_("title"), max_length=200, blank=True)

    panels = [FieldPanel("document"), FieldPanel("title")]

    class Meta(Orderable.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.title or self.document.title


class GuidePage(Work):
    """A how-to reference, in chapters, with editions."""

    edition = NameField(_("edition"), max_length=80, blank=True)
    own_kind = Work.Kind.GUIDE
    is_creatable = True
    parent_page_types = ["platforms.LibraryPage"]
    template = "library/work_page.html"
    content_panels = [*Work.text_panels, FieldPanel("edition", help_text=_("Such as: second edition, 2026."))]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")


class PositionPaperPage(Work):
    """What a platform asks of national policy."""

    addressed_to = NameField(_("addressed to"), max_length=200, blank=True)
    own_kind = Work.Kind.POSITION_PAPER
    is_creatable = True
    parent_page_types = ["platforms.LibraryPage"]
    template = "library/work_page.html"
    content_panels = [
        *Work.text_panels,
        FieldPanel("addressed_to", help_text=_("The ministry or body whose decision is asked for.")),
    ]

    class Meta:
        verbose_name = _("position paper")
        verbose_name_plural = _("position papers")
