"""Mails that Wagtail has written go out after the answer: a slow or dead mail server keeps nobody from approving."""

import logging
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from exchange.design.letters import envelope
from exchange.journal.tasks import WAITS

logger = logging.getLogger(__name__)


@task()
def send_written(to: str, subject: str, text: str, html: str, language: str, attempt: int = 0) -> None:
    """Send one mail as it is written; when it fails, try again later, as deliveries do."""
    try:
        with override(language):
            envelope(to=to, subject=subject, text=text, html=html).send()
    except Exception:
        if attempt >= len(WAITS):
            raise
        logger.exception("a mail about a text failed, attempt %s", attempt + 1)
        later = timezone.now() + timedelta(seconds=WAITS[attempt])
        send_written.using(run_after=later).enqueue(to, subject, text, html, language, attempt + 1)
