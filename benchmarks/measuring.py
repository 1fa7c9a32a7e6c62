"""How two costs are compared: in turn in the same run, by medians, with an interval."""

import random
from collections.abc import Callable
from statistics import median

RESAMPLES = 2000


def pairs_of(
    ours: Callable[[], float], reference: Callable[[], float], count: int
) -> list[tuple[float, float]]:
    """`count` pairs (cost of ours, cost of the reference), measured in the order ABBA.

    Whatever slows the machine down slowly so weighs on both alike.
    """
    found = []
    for number in range(count):
        if number % 2:
            theirs = reference()
            found.append((ours(), theirs))
        else:
            mine = ours()
            found.append((mine, reference()))
    return found


def ratio_of(pairs: list[tuple[float, float]]) -> tuple[float, list[float]]:
    """Median of ours over median of the reference, and its 95 % interval by resampling the pairs."""
    chance = random.Random(0)

    def ratio(sample: list[tuple[float, float]]) -> float:
        return median(ours for ours, _ in sample) / median(reference for _, reference in sample)

    again = sorted(ratio(chance.choices(pairs, k=len(pairs))) for _ in range(RESAMPLES))
    return ratio(pairs), [again[int(RESAMPLES * 0.025)], again[int(RESAMPLES * 0.975) - 1]]
