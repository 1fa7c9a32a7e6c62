"""How much there is of everything, as the command prints it."""

from exchange.forum.models import Discussion, Post
from exchange.library.models import Attachment, Work
from exchange.pages.models import UploadedDocument
from exchange.people.models import LocalAuthority, User
from exchange.platforms.models import Membership, Platform, PriorityTopic
from exchange.workshops.models import Registration, Workshop


def counts() -> dict[str, int]:
    """The number of rows by what they are."""
    works = Work.objects.live()
    return {
        "local authorities": LocalAuthority.objects.count(),
        "people": User.objects.count(),
        "platforms": Platform.objects.count(),
        "priority topics": PriorityTopic.objects.count(),
        "members": Membership.objects.active().count(),
        "requests to join": Membership.objects.waiting().count(),
        "guides and papers": works.filter(locale__language_code="ar").count(),
        "of them in English too": works.filter(locale__language_code="en").count(),
        "files": UploadedDocument.objects.count(),
        "attachments": Attachment.objects.count(),
        "workshops": Workshop.objects.count(),
        "workshops past": Workshop.objects.past().count(),
        "registrations": Registration.objects.count(),
        "on waiting lists": Registration.objects.waiting().count(),
        "discussions": Discussion.objects.count(),
        "posts": Post.objects.count(),
    }
