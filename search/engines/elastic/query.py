"""The query in Elasticsearch's words.

Plain dictionaries: a question of five words has 150 clauses, and building them as objects of `elasticsearch.dsl`
takes longer than Elasticsearch takes to answer.
"""

from search import query as asks
from search.query import Clause


def translated(clause: Clause, boost: float = 1.0) -> dict:
    """The clause with its score multiplied by `boost`."""
    match clause:
        case asks.Term(field, text, weight):
            return {"term": {field: {"value": text, "boost": boost * weight}}}
        case asks.Phrase(field, words, weight):
            return {"match_phrase": {field: {"query": " ".join(words), "boost": boost * weight}}}
        case asks.Best(clauses, tie):
            best = {"queries": list(map(translated, clauses)), "tie_breaker": tie, "boost": boost}
            return {"dis_max": best}
        case asks.Weighted(inner, weight):
            return translated(inner, boost * weight)
        case asks.Together():
            return {"bool": _together(clause) | {"boost": boost}}
        case asks.Among(field, values):
            return {"terms": {field: list(values), "boost": boost}}
        case asks.Between(field, since, until):
            return {"range": {field: {"gte": since, "lt": until, "boost": boost}}}
        case asks.Begins(field, text):
            return {"prefix": {field: {"value": text, "boost": boost}}}
        case asks.Everything():
            return {"match_all": {"boost": boost}}
        case asks.Nothing():
            return {"match_none": {}}


def _together(clause: asks.Together) -> dict:
    parts = {
        "must": clause.must,
        "should": clause.should,
        "filter": clause.filters,
        "must_not": clause.without,
    }
    told: dict = {name: list(map(translated, clauses)) for name, clauses in parts.items() if clauses}
    if clause.should and not clause.must:
        # With filters alone beside them Elasticsearch would find documents that hold none.
        told["minimum_should_match"] = 1
    return told
