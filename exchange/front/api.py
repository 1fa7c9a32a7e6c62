"""JSON for other programs."""

from ninja import NinjaAPI

api = NinjaAPI(title="Exchange", version="1", urls_namespace="api")
