"""Measurements: run one by one or by `./run bench`, imported by nothing.

Each module runs alone, `python -m benchmarks.NAME --json`, and prints one JSON object as its last line.
"""
