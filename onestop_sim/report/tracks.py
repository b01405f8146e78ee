"""Shapes of charts for studies: values between ends, each row with its marks, and two bars side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from onestop_sim.report.charts import Shown
from onestop_sim.report.drawing import WIDTH, Drawing, legend_height, text_width, ticks, wrapped

_ROW: Final = 28.0
_LINE: Final = 15.0
_WIDEST_NAME: Final = 380.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A value on a track: where, and as what it is drawn: start, fit, hit, miss or limit."""

    value: float
    kind: str


@dataclass(frozen=True, slots=True)
class Track:
    """
    One row of a chart of values between two ends.

    Attributes:
        name:       what it is about.
        begin, end: values at the ends of the track.
        band:       a stretch of it that is filled: first and last value, or None.
        marks:      values on it.
        right:      text behind it, the numbers.
        kind:       class of the band.
    """

    name: str
    begin: float
    end: float
    band: tuple[float, float] | None
    marks: Sequence[Mark]
    right: str
    kind: str = "interval"


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis that all tracks share: how its ticks are written, and its unit."""

    shown: Shown
    unit: str


def tracks(
    rows: Sequence[Track],
    legend: Sequence[tuple[str, str]],
    *,
    note: str = "",
    axis: Axis | None = None,
) -> Drawing:
    """
    Return tracks, one below the other, with what lies on them.

    Args:
        rows:   what is drawn; with an axis all from 0, to the largest of their ends.
        legend: class and name of each kind of mark.
        note:   a line below.
        axis:   of all rows; None: each row has its own ends.
    """
    left, right = _name_width([one.name for one in rows]), _right_width([one.right for one in rows])
    lines = [wrapped(one.name, left - 12) for one in rows]
    heights = [max(_ROW, _LINE * len(one) + 10) for one in lines]
    top = legend_height([name for _, name in legend])
    drawing = Drawing(top + sum(heights) + (46 if axis else 28))
    drawing.legend(0, list(legend))
    width = WIDTH - left - right - 16
    marks = ticks(0.0, max((one.end for one in rows), default=1.0)) if axis else []
    bottom = top + sum(heights)
    told = [axis.shown(tick) for tick in marks] if axis else []
    crowded = sum(text_width(one) + 8 for one in told) > width
    for n, (tick, text) in enumerate(zip(marks, told, strict=True)):
        x = left + width * tick / marks[-1]
        drawing.line(x, top - 4, x, bottom, "grid")
        if not crowded or n % 2 == 0:
            drawing.text(x, bottom + 16, text, "middle", "tick")
    y = top
    for one, name, height in zip(rows, lines, heights, strict=True):
        for n, line in enumerate(name):
            drawing.text(6, y + height / 2 + 5 + _LINE * (n - (len(name) - 1) / 2), line)
        ends = (0.0, marks[-1]) if axis else (one.begin, one.end)
        _track(drawing, one, y + height / 2, _placed(left, width, *ends), is_shared=axis is not None)
        drawing.text(WIDTH - 4, y + height / 2 + 5, one.right, "end")
        y += height
    below = axis.unit if axis else note
    drawing.text(left + width / 2, bottom + (32 if axis else 16), below, "middle", "unit")
    return drawing


def _placed(left: float, width: float, begin: float, end: float) -> Callable[[float], float]:
    """Return where a value between two ends is drawn; one beyond them stands at the end."""
    span = (end - begin) or 1.0
    return lambda value: left + width * min(max((value - begin) / span, 0.0), 1.0)


def _track(drawing: Drawing, one: Track, y: float, at: Callable[[float], float], *, is_shared: bool) -> None:
    if not is_shared:
        drawing.line(at(one.begin), y, at(one.end), y, "axis")
        for value in (one.begin, one.end):
            drawing.line(at(value), y - 6, at(value), y + 6, "axis")
    if one.band is not None:
        low, high = (at(value) for value in one.band)
        drawing.rect(low, y - 6, max(high - low, 2.0), 12, one.kind, f"{one.name}: {one.right}")
    for mark in one.marks:
        x = at(mark.value)
        if mark.kind == "limit":
            drawing.line(x, y - 11, x, y + 11, "limit")
        elif mark.kind == "fit":
            drawing.line(x, y - 9, x, y + 9, "fit")
        else:
            drawing.circle(x, y, 5, mark.kind)


@dataclass(frozen=True, slots=True)
class Twin:
    """Two numbers of one thing, drawn as two bars on a scale of their own, and the text behind them."""

    name: str
    first: float
    second: float
    right: str


def twins(rows: Sequence[Twin], names: tuple[str, str], note: str) -> Drawing:
    """
    Return pairs of bars; each pair fills its row by its larger bar.

    Args:
        rows:  the pairs.
        names: what the upper bars are, and the lower ones.
        note:  a line below.
    """
    left, right = _name_width([one.name for one in rows]), _right_width([one.right for one in rows])
    lines = [wrapped(one.name, left - 12) for one in rows]
    top = legend_height(list(names))
    drawing = Drawing(top + (_ROW + 4) * len(rows) + 24)
    drawing.legend(0, [("s1", names[0]), ("s2", names[1])])
    width = WIDTH - left - right - 16
    for row, (one, name) in enumerate(zip(rows, lines, strict=True)):
        y = top + (_ROW + 4) * row
        for n, line in enumerate(name):
            drawing.text(6, y + 16 + _LINE * (n - (len(name) - 1) / 2), line)
        most = max(one.first, one.second) or 1.0
        drawing.rect(left, y, width * one.first / most, 11, "s1", f"{one.name} · {names[0]}")
        drawing.rect(left, y + 12, width * one.second / most, 11, "s2", f"{one.name} · {names[1]}")
        drawing.text(WIDTH - 4, y + 16, one.right, "end")
    drawing.text(left + width / 2, drawing.height - 8, note, "middle", "unit")
    return drawing


def _name_width(names: Sequence[str]) -> float:
    return min(_WIDEST_NAME, max((text_width(name) for name in names), default=0.0)) + 22


def _right_width(texts: Sequence[str]) -> float:
    return max((text_width(text) for text in texts), default=0.0) + 10
