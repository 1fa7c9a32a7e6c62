"""What guides are written in: chapters, each with a title and its text."""

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from exchange.pages.blocks import TextBlocks
from exchange.pages.names import clean_name


class ChapterValue(blocks.StructValue):
    """A chapter that knows the name by which its place on the page is linked."""

    @property
    def anchor(self) -> str:
        return slugify(self["title"], allow_unicode=True) or "chapter"


class ChapterBlock(blocks.StructBlock):
    """One chapter of a guide."""

    title = blocks.CharBlock(label=_("Title of the chapter"), max_length=200)
    text = TextBlocks(label=_("Text"))

    def clean(self, value):
        cleaned = super().clean(value)
        try:
            cleaned["title"] = clean_name(cleaned["title"], limit=200)
        except ValidationError as fault:
            raise StructBlockValidationError(block_errors={"title": fault}) from fault
        return cleaned

    class Meta:
        icon = "doc-full"
        label = _("Chapter")
        value_class = ChapterValue
        template = "library/blocks/chapter.html"


class ChapterBlocks(blocks.StreamBlock):
    """The chapters of a guide or the parts of a paper, in order."""

    chapter = ChapterBlock()
