"""The direction of lists and tables in Markdown: one for the whole, so that signs and columns stand on one side."""

from collections.abc import Sequence

from markdown_it.token import Token

from exchange.design.templatetags.design import direction

WHOLES = ("bullet_list_open", "ordered_list_open", "table_open")


def direct(tokens: Sequence[Token]) -> None:
    """Give each list and table the direction of most of its letters; its items and cells follow it.

    `dir="auto"` on each item would put the sign of an item that begins with a Latin name outside of the other edge, and
    a list whose items all have a direction of their own would have none itself.
    """
    for place, token in enumerate(tokens):
        if token.type in WHOLES:
            token.attrSet("dir", direction(_text_of(tokens[place:], token)))


def _text_of(tokens: Sequence[Token], opening: Token) -> str:
    close = opening.type.replace("_open", "_close")
    said = []
    for token in tokens:
        if token.type == close and token.level == opening.level:
            break
        said.append(token.content)
    return " ".join(said)
