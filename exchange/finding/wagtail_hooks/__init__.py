"""The search in Wagtail's admin: its vocabulary, what people ask, how it is tuned."""

from exchange.finding.wagtail_hooks import questions, vocabulary

__all__ = ["questions", "vocabulary"]
