"""The demo's texts are Markdown; here they become pieces, and pieces the blocks of Wagtail's pages.

A piece is a dict: `kind` (heading, paragraph, list, quote, table) and what belongs to it. Words are runs: dicts of
`text`, `strong` and `link`. The pieces are plain data, so that the PDF's template can take them as JSON.
"""

from collections.abc import Iterator
from html import escape

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_parser = MarkdownIt("commonmark").enable("table")


class NotSupportedError(ValueError):
    """The text holds something that none of its readers can show."""


def pieces(text: str) -> list[dict]:
    """The text in pieces, in order."""
    return [_piece(node) for node in SyntaxTreeNode(_parser.parse(text)).children]


def chapters(text: str) -> list[dict]:
    """The text as a stream of chapters: each begins at a heading of the second level."""
    parts: list[tuple[str, list[dict]]] = []
    for piece in pieces(text):
        if piece["kind"] == "heading" and piece["level"] == 2:
            parts.append((plain(piece["runs"]), []))
        elif not parts:
            raise NotSupportedError("a work begins with the title of its first chapter")
        else:
            parts[-1][1].append(piece)
    return [
        {"type": "chapter", "value": {"title": title, "text": _stream(inside)}} for title, inside in parts
    ]


def blocks(text: str) -> list[dict]:
    """The text as a stream of paragraphs, subheadings, notes and tables."""
    return _stream(pieces(text))


def plain(runs: list[dict]) -> str:
    """The bare words."""
    return "".join(run["text"] for run in runs)


def _piece(node: SyntaxTreeNode) -> dict:
    if node.type == "heading":
        return {"kind": "heading", "level": int(node.tag[1]), "runs": _runs(node)}
    if node.type == "paragraph":
        return {"kind": "paragraph", "runs": _runs(node)}
    if node.type in ("bullet_list", "ordered_list"):
        items = [_runs(_only_paragraph(item)) for item in node.children]
        return {"kind": "list", "ordered": node.type == "ordered_list", "items": items}
    if node.type == "blockquote":
        return {"kind": "quote", "paragraphs": [_runs(_as_paragraph(child)) for child in node.children]}
    if node.type == "table":
        lines = [[_runs(cell) for cell in row.children] for part in node.children for row in part.children]
        return {"kind": "table", "header": lines[0], "rows": lines[1:]}
    raise NotSupportedError(f"{node.type} in a text of the demo")


def _only_paragraph(node: SyntaxTreeNode) -> SyntaxTreeNode:
    if len(node.children) != 1:
        raise NotSupportedError(f"{node.type} with more than one paragraph")
    return _as_paragraph(node.children[0])


def _as_paragraph(node: SyntaxTreeNode) -> SyntaxTreeNode:
    if node.type != "paragraph":
        raise NotSupportedError(f"{node.type} where only a paragraph can stand")
    return node


def _runs(node: SyntaxTreeNode) -> list[dict]:
    inline = node.children[0] if node.children else None
    return list(_words(inline.children, strong=False, link="")) if inline else []


def _words(nodes, *, strong: bool, link: str) -> Iterator[dict]:
    for node in nodes:
        if node.type in ("text", "code_inline"):
            if node.content:
                yield {"text": node.content, "strong": strong, "link": link}
        elif node.type in ("softbreak", "hardbreak"):
            yield {"text": " ", "strong": strong, "link": link}
        elif node.type == "strong":
            yield from _words(node.children, strong=True, link=link)
        elif node.type == "em":  # Arabic has no slanted letters
            yield from _words(node.children, strong=strong, link=link)
        elif node.type == "link":
            yield from _words(node.children, strong=strong, link=str(node.attrs["href"]))
        else:
            raise NotSupportedError(f"{node.type} in a line of the demo")


def _stream(parts: list[dict]) -> list[dict]:
    """Blocks of Wagtail's stream. Paragraphs and lists that follow each other are one block, as an editor writes."""
    stream: list[dict] = []
    for piece in parts:
        if piece["kind"] in ("paragraph", "list"):
            if stream and stream[-1]["type"] == "paragraph":
                stream[-1]["value"] += _html(piece)
            else:
                stream.append({"type": "paragraph", "value": _html(piece)})
        elif piece["kind"] == "heading":
            stream.append({"type": "subheading", "value": plain(piece["runs"])})
        elif piece["kind"] == "quote":
            stream.append({"type": "note", "value": _note(piece["paragraphs"])})
        else:
            stream.append({"type": "table", "value": _table(piece)})
    return stream


def _html(piece: dict) -> str:
    if piece["kind"] == "paragraph":
        return f"<p>{_inline(piece['runs'])}</p>"
    tag = "ol" if piece["ordered"] else "ul"
    return f"<{tag}>{''.join(f'<li>{_inline(item)}</li>' for item in piece['items'])}</{tag}>"


def _inline(runs: list[dict]) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: dict) -> str:
    html = escape(run["text"], quote=False)
    html = f"<b>{html}</b>" if run["strong"] else html
    return f'<a href="{escape(run["link"])}">{html}</a>' if run["link"] else html


def _note(paragraphs: list[list[dict]]) -> dict:
    """A note of one paragraph that begins with a strong word and a colon has that word for its title."""
    title = ""
    first = paragraphs[0]
    if len(paragraphs) == 1 and first[0]["strong"] and first[0]["text"].endswith((":", "؟", "?")):
        title = first[0]["text"].removesuffix(":")
        rest = [
            run | {"text": run["text"].lstrip()} if place == 0 else run for place, run in enumerate(first[1:])
        ]
        paragraphs = [rest]
    return {"title": title, "text": "".join(f"<p>{_inline(runs)}</p>" for runs in paragraphs)}


def _table(piece: dict) -> dict:
    return {
        "columns": [{"type": "text", "heading": plain(cell)} for cell in piece["header"]],
        "rows": [{"values": [plain(cell) for cell in row]} for row in piece["rows"]],
        "caption": "",
    }
