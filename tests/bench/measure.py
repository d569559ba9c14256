"""Times variants in turn and compares them by the median of per-round ratios.

Machines are shared and drift; two variants of one round see the same machine, so a ratio
can be trusted where a single figure cannot. Knows nothing of what is measured.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from time import perf_counter
from typing import Literal

LONGEST_SECONDS = 60.0
FEWEST_ROUNDS = 5
RESTLESS = 2.0

Run = Callable[[], tuple[int, float]]
"""One round of a variant: how many operations it did, and in how many seconds."""


@dataclass(frozen=True, slots=True)
class Claim:
    """How `ours` compares to `other`: as speed (times as fast) or as cost (times as long or as much)."""

    ours: str
    other: str
    by: Literal["speed", "cost"]
    target: float | None = None

    def reached(self, ratio: float) -> bool | None:
        if self.target is None:
            return None
        return ratio >= self.target if self.by == "speed" else ratio <= self.target


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim with what came out: the median ratio, and its lowest and highest over the rounds."""

    claim: Claim
    ratio: float
    lowest: float
    highest: float

    @property
    def reached(self) -> bool | None:
        return self.claim.reached(self.ratio)


@dataclass(frozen=True, slots=True)
class Result:
    """What one benchmark found: the median figure of each variant in `unit`, the claims, and remarks."""

    name: str
    unit: str
    figures: Mapping[str, float]
    claims: tuple[Judged, ...]
    remarks: tuple[str, ...] = ()

    def with_remarks(self, *said: str) -> Result:
        return replace(self, remarks=(*said, *self.remarks))

    def as_data(self) -> dict[str, object]:
        claims = [{**asdict(one.claim), "ratio": one.ratio, "lowest": one.lowest, "highest": one.highest,
                   "reached": one.reached} for one in self.claims]  # fmt: skip
        return {"name": self.name, "unit": self.unit, "figures": dict(self.figures), "claims": claims,
                "remarks": list(self.remarks)}  # fmt: skip

    def lines(self) -> Iterator[str]:
        """The table, for a terminal of 80 columns or more."""
        yield f"\n{self.name} ({self.unit}, median)"
        for name, figure in self.figures.items():
            yield f"  {name:<58} {_shown(figure):>12}"
        for one in self.claims:
            yield "  " + _said(one)
        for remark in self.remarks:
            yield f"  note: {remark}"


def _said(one: Judged) -> str:
    claim = one.claim
    how = "as fast as" if claim.by == "speed" else "of"
    text = f"{claim.ours}: {one.ratio:.3g}x {how} {claim.other} ({one.lowest:.3g} to {one.highest:.3g})"
    if claim.target is None:
        return text
    sign = ">=" if claim.by == "speed" else "<="
    return f"{text}; target {sign} {claim.target:g}x: {'reached' if one.reached else 'NOT reached'}"


def _shown(figure: float) -> str:
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:,.2f}"


def per_second(name: str, variants: Mapping[str, Run], claims: tuple[Claim, ...], rounds: int) -> Result:
    """Operations per second of each variant, taken in turn once a round."""
    seconds = _in_turn(variants, rounds)
    figures = {one: 1 / statistics.median(times) for one, times in seconds.items()}
    judged = tuple(_judge(claim, seconds) for claim in claims)
    return Result(name, "per second", figures, judged, _steadiness(seconds, rounds))


def milliseconds(name: str, variants: Mapping[str, Run], claims: tuple[Claim, ...], rounds: int) -> Result:
    """Milliseconds per operation of each variant, taken in turn once a round."""
    seconds = _in_turn(variants, rounds)
    figures = {one: 1000 * statistics.median(times) for one, times in seconds.items()}
    judged = tuple(_judge(claim, seconds) for claim in claims)
    return Result(name, "milliseconds", figures, judged, _steadiness(seconds, rounds))


def _in_turn(variants: Mapping[str, Run], rounds: int) -> dict[str, list[float]]:
    """Seconds per operation in each round. Who begins changes, so that nobody always follows the same one."""
    found: dict[str, list[float]] = {name: [] for name in variants}
    order = list(variants)
    end = perf_counter() + LONGEST_SECONDS
    for number in range(rounds):
        if number >= FEWEST_ROUNDS and perf_counter() > end:
            break
        turn = number % len(order)
        for name in order[turn:] + order[:turn]:
            count, seconds = variants[name]()
            found[name].append(seconds / count)
    return found


def _steadiness(seconds: Mapping[str, list[float]], rounds: int) -> tuple[str, ...]:
    """A warning where the machine was too busy for the figures to mean much."""
    done = min(len(times) for times in seconds.values())
    restless = [name for name, times in seconds.items() if statistics.median(times) > RESTLESS * min(times)]
    said = [f"stopped after {done} of {rounds} rounds"] if done < rounds else []
    if restless:
        said.append(f"the machine was busy: median over {RESTLESS:g}x the best round for {', '.join(restless)}; repeat")
    return tuple(said)


def _judge(claim: Claim, seconds: Mapping[str, list[float]]) -> Judged:
    pairs = zip(seconds[claim.ours], seconds[claim.other], strict=True)
    ratios = [other / ours if claim.by == "speed" else ours / other for ours, other in pairs]
    return Judged(claim, statistics.median(ratios), min(ratios), max(ratios))
