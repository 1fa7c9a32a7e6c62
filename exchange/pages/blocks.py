"""The pieces that every written page is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageBlock

RICH_TEXT = ["bold", "ol", "ul", "link", "document-link"]


class NoteBlock(blocks.StructBlock):
    """A remark set apart from the text, with a title of its own."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT)

    class Meta:
        icon = "info-circle"
        label = _("Note")
        template = "pages/blocks/note.html"


class PictureBlock(ImageBlock):
    """A picture and what it shows, for those who do not see it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Wagtail labels it by the name of the field, in English in every language.
        self.child_blocks["image"].label = _("Picture")
        self.child_blocks["alt_text"].field.help_text = _(
            "What the picture shows, in a sentence, as you would tell it on the telephone."
        )


class TextBlocks(blocks.StreamBlock):
    """Running text: paragraphs, subheadings, notes, quotations, tables and pictures."""

    paragraph = blocks.RichTextBlock(label=_("Paragraph"), features=RICH_TEXT)
    subheading = blocks.CharBlock(
        label=_("Subheading"), max_length=200, icon="title", template="pages/blocks/subheading.html"
    )
    note = NoteBlock()
    quotation = blocks.BlockQuoteBlock(label=_("Quotation"))
    table = TypedTableBlock(
        [("text", blocks.CharBlock(label=_("Text"), required=False))],
        label=_("Table"),
        template="pages/blocks/table.html",
    )
    picture = PictureBlock(label=_("Picture"), template="pages/blocks/picture.html")
