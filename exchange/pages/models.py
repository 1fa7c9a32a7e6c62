"""The base page, the pages that stand in every network, and our document and picture."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.documents.models import AbstractDocument
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import Page, PageViewRestriction

from exchange.pages.blocks import TextBlocks
from exchange.pages.names import clean_name, seen_of


class BasePage(Page):
    """What all our pages share: publishing is one transaction, and nobody hides a page behind a password."""

    # Who sees a page is decided by its audience alone.
    private_page_options: list[str] = []
    show_in_menus_default = False
    # The address and what search engines show; menus are the site's own.
    promote_panels = Page.promote_panels[:1]
    # Wagtail's column, named for those who check types.
    title: str
    # What the page shows of other tables, read together with it when its address is asked for.
    read_with: tuple[str, ...] = ("locale",)

    class Meta:
        abstract = True

    def get_view_restrictions(self):
        """Wagtail's answer, in one query: those of the pages above and of the sources of aliases among them."""
        above = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        on_the_way = models.Q(page__path__in=above) | models.Q(page__aliases__path__in=above)
        return PageViewRestriction.objects.filter(on_the_way).distinct()

    def is_for(self, person) -> bool:
        """Whether `person` (an account or a visitor) may read the page; to others it is not there."""
        return True

    def settle(self) -> None:
        """Take over what follows from where the page stands now; called when it was moved, by whatever way."""

    def serve(self, request, *args, **kwargs):
        if not self.is_for(request.user):
            raise Http404
        return super().serve(request, *args, **kwargs)

    def get_admin_display_title(self):
        """The title in the lists and choosers of the admin; what a draft would change is not told to others."""
        return self.title if self.live else super().get_admin_display_title()

    def full_clean(self, *args, **kwargs):
        self.clean_title()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self):
        # What drafts are checked by, in the place of a full check.
        self.clean_title()
        super().minimal_clean()

    def clean_title(self) -> None:
        """A page is called by what can be seen, like everything; ValidationError where its title holds more."""
        try:
            self.title = clean_name(self.title or "")
        except ValidationError as fault:
            raise ValidationError({"title": fault}) from fault

    @transaction.atomic
    def publish(self, *args, **kwargs):
        return super().publish(*args, **kwargs)

    @transaction.atomic
    def unpublish(self, *args, **kwargs):
        return super().unpublish(*args, **kwargs)


class HomePage(BasePage):
    """The front door of one language."""

    parent_page_types = ["wagtailcore.Page"]
    max_count = 2

    summary = models.TextField(_("summary"), blank=True, max_length=400)

    content_panels = [*BasePage.content_panels, FieldPanel("summary")]
    template = "pages/home_page.html"

    class Meta:
        verbose_name = _("home page")

    def route(self, request, path_components):
        """Find the deepest page on the address in one query, where walking down would take one for each level."""
        if not path_components:
            return super().route(request, path_components)
        depths = range(len(path_components), 0, -1)
        paths = {f"{self.url_path}{'/'.join(path_components[:n])}/": n for n in depths}
        below = Page.objects.live().filter(url_path__in=paths, path__startswith=self.path)
        page = below.order_by("-depth").only("url_path", "content_type").first()
        if page is None or page.specific_class is None:
            return super().route(request, path_components)
        kind = page.specific_class
        found = kind.objects.select_related(*getattr(kind, "read_with", ())).get(pk=page.pk)
        return found.route(request, path_components[paths[page.url_path] :])


class ContentPage(BasePage):
    """A standing page of the network: about, privacy, terms."""

    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []

    summary = models.TextField(_("summary"), blank=True, max_length=400)
    body = StreamField(TextBlocks(), verbose_name=_("text"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("summary"), FieldPanel("body")]
    template = "pages/content_page.html"

    class Meta:
        verbose_name = _("standing page")


class TextState(models.TextChoices):
    """How far the reading of an uploaded file has come."""

    WAITING = "waiting", _("not yet read")
    READ = "read", _("text read")
    EMPTY = "empty", _("no text found")
    SCANNED = "scanned", _("scanned: pictures of pages")
    UNREADABLE = "unreadable", _("text could not be read")
    UNSUPPORTED = "unsupported", _("a kind of file that is not read")


class UploadedDocument(AbstractDocument):
    """An uploaded file, with the text that was read from it, page by page, for search alone."""

    text_state = models.CharField(
        _("text"), max_length=12, choices=TextState.choices, default=TextState.WAITING, editable=False
    )
    text_pages = models.JSONField(default=list, editable=False)
    text_of_hash = models.CharField(max_length=40, blank=True, editable=False)
    # The numbers, from 1, of the pages that are pictures and were not read.
    scanned_pages = models.JSONField(default=list, editable=False)

    # Without tags: Wagtail shows those of all platforms to whoever sees any file. Works have tags.
    admin_form_fields = ("title", "file", "collection")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def clean(self):
        super().clean()
        # Files are named by machines: what nobody sees in their names falls away instead of being refused.
        self.title = seen_of(self.title) or str(_("document"))


class Picture(AbstractImage):
    """An uploaded picture."""

    admin_form_fields = (
        "title",
        "file",
        "description",
        "collection",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def clean(self):
        super().clean()
        self.title = seen_of(self.title) or str(_("picture"))


class PictureRendition(AbstractRendition):
    """A picture at one size."""

    # Wagtail asks for this name.
    image = models.ForeignKey(Picture, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
