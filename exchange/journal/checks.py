"""What must hold before the server starts."""

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.compatibility)
def several_processes_need_redis(app_configs, **kwargs):
    """In-process channels reach one process only: with several, posts would stay unseen on other pages."""
    if settings.WEB_CONCURRENCY > 1 and not settings.REDIS_URL:
        return [
            Error(
                "WEB_CONCURRENCY is above 1, but REDIS_URL is not set.",
                hint="Set REDIS_URL, or run one process.",
                id="journal.E001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def production_must_be_safe(app_configs, **kwargs):
    """A production start names what is missing or unsafe."""
    found = []
    if not settings.IS_PRODUCTION:
        found.append(
            Error("BASE_URL is not an https address.", hint="Set BASE_URL=https://…", id="journal.E002")
        )
    if settings.DEBUG:
        found.append(Error("DEBUG is on.", hint="Unset DEBUG.", id="journal.E003"))
    return found
