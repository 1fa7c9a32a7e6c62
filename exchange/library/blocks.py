"""What guides are written in: chapters, each with a title and its text."""

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from exchange.pages.blocks import TextBlocks


class ChapterValue(blocks.StructValue):
    """A chapter that knows the name by which its place on the page is linked."""

    @property
    def anchor(self) -> str:
        return slugify(self["title"], allow_unicode=True) or "chapter"


class ChapterBlock(blocks.StructBlock):
    """One chapter of a guide."""

    title = blocks.CharBlock(label=_("Title of the chapter"), max_length=200)
    text = TextBlocks(label=_("Text"))

    class Meta:
        icon = "doc-full"
        label = _("Chapter")
        value_class = ChapterValue
        template = "library/blocks/chapter.html"


class ChapterBlocks(blocks.StreamBlock):
    """The chapters of a guide or the parts of a paper, in order."""

    chapter = ChapterBlock()
