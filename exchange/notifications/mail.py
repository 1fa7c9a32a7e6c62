"""Mails: right-to-left where the person reads Arabic, one button, with a plain text twin."""


def send(notification, message) -> None:
    """Mail one notification."""
