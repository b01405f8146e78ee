"""
The log of the run: its stages, one line each with counts and durations, on standard error.

The event log of the simulation is data and lies in files; this one is for whoever watches.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from time import perf_counter
from typing import Any

import structlog


class LogFormat(StrEnum):
    """How the lines of the run log look."""

    TEXT = "text"
    JSON = "json"


def configure(log_format: LogFormat, *, quiet: bool) -> None:
    """Say where the stages of the run go; quiet: nowhere."""
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=True)
        if log_format == LogFormat.JSON
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=0)
    )
    least = 50 if quiet else 20
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%H:%M:%S" if log_format == LogFormat.TEXT else "iso"),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),  # standard error as it is then
        cache_logger_on_first_use=False,
    )


@contextmanager
def stage(name: str, **counts: Any) -> Iterator[dict[str, Any]]:
    """
    Log the end of a stage with its counts and how long it took; what is put into the dict is added.

    A stage that fails is not logged: the message of the error is the news.
    """
    began = perf_counter()
    found: dict[str, Any] = dict(counts)
    yield found
    structlog.get_logger().info(name, **found, wall_s=round(perf_counter() - began, 2))
