"""What stands on every network: the headline of the entrance, and the pages about it."""

import json

from exchange.demo import markdown, reading
from exchange.demo.calendar import NETWORK_BEGAN, Calendar
from exchange.demo.publishing import publish
from exchange.pages.models import ContentPage, HomePage
from exchange.people.models import User

HEADLINES = {
    "ar": "ما تعلّمته هيئة محلية ينفع سائر الهيئات",
    "en": "What one local authority has learned helps all the others",
}


def load_standing_pages(calendar: Calendar, admin: User) -> None:
    """Fill and publish those that are still as the network was made: what somebody wrote there stays."""
    moment = calendar.moment(-NETWORK_BEGAN, "16:00")
    for home in HomePage.objects.select_related("locale").filter(summary=""):
        home.summary = HEADLINES[home.locale.language_code]
        publish(home, by=admin, approved_by=admin, moment=moment)
    for written in reading.pages():
        page = ContentPage.objects.filter(slug=written.name, locale__language_code=written.language).first()
        if page is not None and not page.body:
            page.title = written.fields["title"]
            page.summary = written.fields["summary"]
            page.body = json.dumps(markdown.blocks(written.text), ensure_ascii=False)
            publish(page, by=admin, approved_by=admin, moment=moment)
