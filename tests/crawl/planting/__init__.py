"""The network that is walked through: four platforms, everything that they can hold, and a canary in every text."""

from django.core import mail
from django_tasks_db.models import DBTaskResult

from exchange.finding.actions import save_search
from exchange.finding.asking import LISTENER
from exchange.journal.worker import drain
from exchange.people.models import User
from exchange.platforms.models import Platform
from exchange.workshops.actions import publish_workshop
from search import indexing
from tests import factories as make
from tests.crawl.planting.forum import plant_discussion, plant_forum
from tests.crawl.planting.library import attach, plant_library, plant_work
from tests.crawl.planting.people import plant_people, plant_platform, plant_requests
from tests.crawl.planting.planted import Planted
from tests.crawl.planting.rows import note_rows
from tests.crawl.planting.workshops import plant_workshop, plant_workshops
from tests.library.files import docx


def plant() -> Planted:
    """Make it all by the product's own actions, and deliver what they queued."""
    planted = Planted()
    by = make.administrator()
    a = plant_platform(planted, "A", by, outside="everyone")
    b = plant_platform(planted, "B", by, outside="everyone")
    c = plant_platform(planted, "C", by, outside="C", audience="platform")
    d = plant_platform(planted, "D", by, outside="network", audience="network")
    cast = plant_people(planted, a, b, c, d, by)
    for name, platform in (("A", a), ("B", b)):
        plant_library(planted, name, platform, cast[f"{name} coordinator"], cast[f"{name} editor"])
        plant_forum(planted, name, platform, cast[f"{name} coordinator"], cast[f"{name} writer"])
        plant_workshops(planted, name, platform, cast)
    _closed_platform(planted, c, cast["C coordinator"])
    plant_requests(planted, a, b, cast, by)
    for role in ("stranger", "organiser"):
        save_search(by=cast[role], text=planted.word(f"{role} alone", f"{role}: saved search"), narrowed={})
    _deliver()
    for message in mail.outbox:
        planted.mails += [
            (address, planted.canaries.seen_in_mail(message)) for address in message.recipients()
        ]
    note_rows(planted)
    return planted


def _deliver() -> None:
    """Everything that is queued; for the index a rebuild does at once what each delivery would do alone."""
    DBTaskResult.objects.filter(args_kwargs__args__1=LISTENER).delete()
    drain()
    DBTaskResult.objects.filter(args_kwargs__args__1=LISTENER).delete()
    indexing.rebuild()


def _closed_platform(planted: Planted, platform: Platform, coordinator: User) -> None:
    """In C, one thing of each kind."""
    work = plant_work(planted, "C work", "C", platform, "platform")
    attach(planted, "C work", "C", work, coordinator, docx)
    work.save_revision().publish()
    plant_discussion(planted, "C discussion", "C", platform, coordinator, "platform")
    workshop = plant_workshop(planted, "C workshop", "C", "C", platform, coordinator, "platform")
    publish_workshop(workshop=workshop, by=coordinator)
