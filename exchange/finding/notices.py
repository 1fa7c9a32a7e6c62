"""What is new for somebody's saved searches, in words."""

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from exchange.design.letters import isolated
from exchange.finding.models import SavedSearch
from exchange.notifications.telling import Message, Telling
from search import sources

MOST_TITLES = 10  # of one search, in one mail


def _person(entry):
    return [entry.subject] if entry.subject else []


def _new_found(entry, person) -> Message | None:
    """The works that the person may still see, below the searches that they still keep."""
    told = {int(pk): ids for pk, ids in entry.details["searches"].items()}
    kept = SavedSearch.objects.visible_to(person).filter(pk__in=told)
    wanted = {one for saved in kept for one in told[saved.pk]}
    works = {work.id: work for work in sources.documents(sources.visible(wanted, person))}
    found = {saved: [works[one] for one in told[saved.pk] if one in works] for saved in kept}
    found = {saved: works for saved, works in found.items() if works}
    if not found:
        return None
    count = len({work.id for of_one in found.values() for work in of_one})
    title = ngettext(
        "%(count)s new work in your saved searches", "%(count)s new works in your saved searches", count
    )
    return Message(
        title=title % {"count": count},
        text="\n\n".join(_paragraph(saved, of_one) for saved, of_one in found.items()),
        url=reverse("finding:saved"),
        button=_("Open my saved searches"),
    )


def _paragraph(saved: SavedSearch, works: list) -> str:
    """What was asked, and below it the titles, a line each."""
    lines = [_("For “%(text)s”:") % {"text": isolated(saved.text)}]
    lines += [isolated(_title(work)) for work in works[:MOST_TITLES]]
    more = len(works) - MOST_TITLES
    if more > 0:
        lines.append(ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more})
    return "\n".join(lines)


def _title(work) -> str:
    """In the reader's language where the work has a side in it."""
    language = get_language()
    return next((side.title for side in work.sides if side.language == language), work.sides[0].title)


TELLINGS = {"finding.new_found": Telling(_person, _new_found)}
