"""What rooms ask the workers to do again and again."""

import time

from exchange.journal import worker


def test_a_repeated_deed_is_done_when_its_time_has_come_and_not_before(monkeypatch):
    done = []
    monkeypatch.setattr(worker, "_repeated", {})
    worker.repeat(lambda: done.append("often"), every=0)
    worker.repeat(lambda: done.append("seldom"), every=3600)
    ticks = dict.fromkeys(worker._repeated, time.monotonic() - 3601)
    worker._tick(ticks)
    worker._tick(ticks)
    assert sorted(done) == ["often", "often", "seldom"]
