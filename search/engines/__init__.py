"""The engine that the settings choose; nothing outside this package knows which one answers.

SEARCH_INDEX_DIR        folder of the embedded index (a Path)
ELASTICSEARCH_URL       Elasticsearch 8, one node or several with commas; unset, the embedded index alone
ELASTICSEARCH_INDEX     begins the names of its indices
ELASTICSEARCH_SHARDS, ELASTICSEARCH_REPLICAS, ELASTICSEARCH_REFRESH, ELASTICSEARCH_TIMEOUT, ELASTICSEARCH_CA_CERTS
SEARCH_KEEP_EMBEDDED    beside Elasticsearch keep the embedded index, which answers while Elasticsearch is away
"""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from search.engines.base import Engine
from search.engines.standing_in import Asking, Closed, StandingIn, asking

if TYPE_CHECKING:
    from search.engines.elastic import Cluster

__all__ = ["Asking", "asking", "engine", "state"]


def engine() -> Engine:
    """The engine in use; one object per process for the same settings."""
    folder = Path(settings.SEARCH_INDEX_DIR)
    if not getattr(settings, "ELASTICSEARCH_URL", ""):
        return _embedded(folder)
    return _on_a_server(_cluster(), folder if settings.SEARCH_KEEP_EMBEDDED else None)


def state() -> str:
    """Nothing where search is well; `reduced: …` where another engine stands in; `failed: …` where none answers."""
    chosen = engine()
    if isinstance(chosen, StandingIn):
        return chosen.state()
    return "" if chosen.ready() else "failed: no index"


def _cluster() -> "Cluster":
    # Only here: the client takes long to import, and most installations do without.
    from search.engines.elastic import Cluster

    return Cluster(
        url=settings.ELASTICSEARCH_URL,
        index=settings.ELASTICSEARCH_INDEX,
        shards=settings.ELASTICSEARCH_SHARDS,
        replicas=settings.ELASTICSEARCH_REPLICAS,
        refresh=settings.ELASTICSEARCH_REFRESH,
        timeout=settings.ELASTICSEARCH_TIMEOUT,
        ca_certs=settings.ELASTICSEARCH_CA_CERTS,
    )


@lru_cache(maxsize=8)
def _embedded(folder: Path) -> Engine:
    from search.engines.embedded import EmbeddedEngine

    return EmbeddedEngine(folder)


@lru_cache(maxsize=8)
def _on_a_server(cluster: "Cluster", folder: Path | None) -> Engine:
    from search.engines.elastic import ElasticEngine

    return StandingIn(ElasticEngine(cluster), Closed() if folder is None else _embedded(folder))
