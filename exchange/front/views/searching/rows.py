"""A work found, as its row is drawn."""

from urllib.parse import urlencode

from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exchange.finding.naming import KIND_WORDS
from exchange.library.templatetags.works import KIND_ICONS as WORK_ICONS

KIND_ICONS: dict[str, str] = {
    **WORK_ICONS,
    "document": "file-text",
    "workshop": "calendar-days",
    "discussion": "messages-square",
    "platform": "landmark",
    "person": "user",
    "innovation": "lightbulb",
}
# Works that somebody wrote or did not write in a language; of a person and a platform all is said in both.
WRITTEN = ("guide", "position-paper", "document", "workshop", "innovation")
READ = ("guide", "position-paper")


def row_of(hit, names: dict[str, str], query: str) -> dict:
    """The values of `components/work_row.html`; `names` are those of the platforms that the person may see."""
    slug = hit.platforms[0] if len(hit.platforms) == 1 else ""
    return {
        "hit": hit,
        "url": _address(hit, query),
        "kind": KIND_WORDS.get(hit.kind, hit.kind),
        "icon": KIND_ICONS.get(hit.kind, "file-text"),
        "platform_slug": slug,
        "platform_name": names.get(slug, ""),
        "lang": "" if hit.language == get_language() else hit.language,
        "also": _also(hit),
        "path": _path(hit.file) if hit.file else "",
    }


def _address(hit, query: str) -> str:
    # The side that was found may be shown under the language of the reader, too.
    url = f"/{get_language()}/{hit.url.split('/', 2)[-1]}" if hit.url.startswith("/") else hit.url
    return f"{url}?{urlencode({'q': query})}" if query and hit.kind in READ else url


def _also(hit) -> str:
    if hit.kind not in WRITTEN or len(hit.languages) < 2:
        return ""
    return _("also in Arabic") if hit.language == "en" else _("also in English")


def _path(file) -> str:
    """Which file, and where in it: a page, a slide or a sheet."""
    if file.page is None:
        return format_html(_("In the file {}"), format_html("<bdi>{}</bdi>", file.name))
    ending = file.name.rpartition(".")[2].lower()
    words = {
        "pptx": _("In the file {}, slide {}"),
        "xlsx": _("In the file {}, sheet {}"),
    }.get(ending, _("In the file {}, page {}"))
    return format_html(
        words, format_html("<bdi>{}</bdi>", file.name), format_html("<bdi>{}</bdi>", file.page)
    )
