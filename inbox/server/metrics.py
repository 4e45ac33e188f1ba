"""Counts what the server does, and says it as Prometheus reads it: routes, statuses and numbers, nothing of what is said.

https://prometheus.io/docs/instrumenting/exposition_formats/ (text format 0.0.4).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

TYPE = "text/plain; version=0.0.4; charset=utf-8"
BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Seconds at which a request's time is counted."""
_VERBS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
LASTING = frozenset({"/feed", "/feed/stream"})
"""Routes that wait on purpose: their time says nothing."""


class Metrics:
    """What was counted since the server began."""

    def __init__(self) -> None:
        self._answered: Counter[tuple[str, str, int]] = Counter()
        self._took: dict[str, list[int]] = defaultdict(lambda: [0] * (len(BOUNDS) + 1))
        self._sum: dict[str, float] = defaultdict(float)

    def met(self, route: str, verb: str, status: int, seconds: float) -> None:
        """Count a request; routes are patterns, so that there are only so many."""
        self._answered[route, verb if verb in _VERBS else "other", status] += 1
        if route not in LASTING:
            self._took[route][bisect_left(BOUNDS, seconds)] += 1
            self._sum[route] += seconds

    def text(self, figures: Mapping[str, float]) -> str:
        """Return everything, with figures of the house beside it."""
        return "\n".join([*self._requests(), *self._seconds(), *_gauges(figures)]) + "\n"

    def _requests(self) -> Iterator[str]:
        yield "# HELP inbox_requests_total Requests answered, by route, method and status."
        yield "# TYPE inbox_requests_total counter"
        for (route, verb, status), n in sorted(self._answered.items()):
            yield f'inbox_requests_total{{route="{route}",method="{verb}",status="{status}"}} {n}'

    def _seconds(self) -> Iterator[str]:
        yield "# HELP inbox_request_seconds How long an answer took, by route."
        yield "# TYPE inbox_request_seconds histogram"
        for route, counted in sorted(self._took.items()):
            whole = 0
            for bound, n in zip((*map(str, BOUNDS), "+Inf"), counted, strict=True):
                whole += n
                yield f'inbox_request_seconds_bucket{{route="{route}",le="{bound}"}} {whole}'
            yield f'inbox_request_seconds_sum{{route="{route}"}} {self._sum[route]:.6f}'
            yield f'inbox_request_seconds_count{{route="{route}"}} {whole}'


def _gauges(figures: Mapping[str, float]) -> Iterator[str]:
    for name, value in sorted(figures.items()):
        yield f"# TYPE inbox_{name} gauge"
        yield f"inbox_{name} {value:g}" if abs(value) < 1e5 else f"inbox_{name} {value:.0f}"
