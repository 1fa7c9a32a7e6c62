"""The index on Elasticsearch 8: the same words, the same query and the same order as in the embedded index."""

from search.engines.elastic.cluster import Cluster
from search.engines.elastic.engine import ElasticEngine

__all__ = ["Cluster", "ElasticEngine"]
