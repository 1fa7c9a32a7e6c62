"""A real Elasticsearch node where there is no Docker, for tests and for a developer's work."""
