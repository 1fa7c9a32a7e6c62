"""Mails about accounts go out after the answer: a slow or dead mail server keeps nobody from signing up."""

import logging
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from exchange.journal.tasks import WAITS

logger = logging.getLogger(__name__)


@task()
def send_account_mail(template: str, email: str, language: str, facts: dict, attempt: int = 0) -> None:
    """Send one mail of `notices.MAILS`; when it fails, try again later, as deliveries do."""
    from exchange.design.letters import compose
    from exchange.people.notices import words  # tasks are imported before the apps are ready

    try:
        with override(language):
            said = words(template, facts)
            if said is not None:
                compose(
                    to=email,
                    subject=said.subject,
                    text=said.text,
                    url=said.url,
                    button=said.button,
                    note=said.note,
                ).send()
    except Exception:
        if attempt >= len(WAITS):
            raise
        logger.exception("a mail about an account (%s) failed, attempt %s", template, attempt + 1)
        later = timezone.now() + timedelta(seconds=WAITS[attempt])
        send_account_mail.using(run_after=later).enqueue(template, email, language, facts, attempt + 1)
