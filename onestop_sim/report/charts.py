"""Shapes of charts: bars, shares of a whole, columns over hours, lines over days, intervals."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from onestop_sim.report.drawing import (
    WIDTH,
    Drawing,
    legend_height,
    shortened,
    text_width,
    ticks,
    wrapped,
)

Shown = Callable[[float | None], str]
"""How a number is written."""

_ROW: Final = 24.0
_BAR: Final = 16.0
_WIDEST_NAME: Final = 330.0
_WIDEST_BAR_NAME: Final = 465.0
_WIDEST_SPAN_NAME: Final = 350.0
_LINE: Final = 15.0
_RIGHT: Final = 110.0


@dataclass(frozen=True, slots=True)
class Series:
    """What one colour and hatch of a chart stands for: its name, a number for each row, and its class."""

    name: str
    values: Sequence[float]
    kind: str = "s1"


@dataclass(frozen=True, slots=True)
class Span:
    """
    One row of a chart of intervals.

    Attributes:
        name:      what is estimated.
        low, high: the interval; None where there is none.
        middle:    the estimate.
        point:     what the interval is held against; None: nothing.
        is_strong: drawn full; else pale.
        left:      short text in front of the plot, the role of the row.
        right:     text behind the plot, the numbers.
    """

    name: str
    low: float | None
    middle: float | None
    high: float | None
    point: float | None
    is_strong: bool
    left: str
    right: str


def _name_width(names: Sequence[str], widest: float = _WIDEST_NAME) -> float:
    return min(widest, max((text_width(name) for name in names), default=0.0) + 16)


def shares(names: Sequence[str], series: Sequence[Series], totals: Sequence[str], shown: Shown) -> Drawing:
    """
    Return horizontal bars of equal length, cut into the shares of their series.

    Args:
        names:  rows.
        series: parts of each row.
        totals: what is written behind each row.
        shown:  how a part is written.
    """
    top = legend_height([one.name for one in series])
    drawing = Drawing(top + _ROW * len(names) + 26)
    drawing.legend(0, [(one.kind, one.name) for one in series])
    left, right = _name_width(names), max((text_width(total) for total in totals), default=0.0) + 14
    width = WIDTH - left - right
    _share_axis(drawing, left, width, top, len(names))
    for row, name in enumerate(names):
        y = top + _ROW * row
        drawing.text(left - 8, y + 13, shortened(name, left - 10), "end")
        whole = sum(max(one.values[row], 0.0) for one in series)
        x = left
        for one in series:
            part = width * max(one.values[row], 0.0) / whole if whole > 0 else 0.0
            if part > 0:
                tip = f"{name} · {one.name}: {shown(one.values[row])}"
                drawing.rect(x, y, part, _BAR, one.kind, tip)
            x += part
        drawing.text(left + width + 8, y + 13, totals[row])
    return drawing


def _share_axis(drawing: Drawing, left: float, width: float, top: float, n_rows: int) -> None:
    bottom = top + _ROW * n_rows
    for tenths in range(0, 11, 2):
        x = left + width * tenths / 10
        drawing.line(x, top - 4, x, bottom, "grid")
        drawing.text(x, bottom + 16, f"{tenths * 10} %", "middle", "tick")


def stacks(names: Sequence[str], series: Sequence[Series], shown: Shown, unit: str) -> Drawing:
    """Return horizontal bars as long as the sums of their series, in one unit, with the sum behind each."""
    top = legend_height([one.name for one in series])
    drawing = Drawing(top + _ROW * len(names) + 42)
    drawing.legend(0, [(one.kind, one.name) for one in series])
    sums = [sum(one.values[row] for one in series) for row in range(len(names))]
    left = _name_width(names)
    width = WIDTH - left - _RIGHT
    marks = ticks(0.0, max(sums, default=0.0))
    _value_axis(drawing, marks, left, width, top, top + _ROW * len(names), shown, unit)
    for row, name in enumerate(names):
        y = top + _ROW * row
        drawing.text(left - 8, y + 13, shortened(name, left - 10), "end")
        x = left
        for one in series:
            part = width * one.values[row] / marks[-1]
            if part > 0:
                drawing.rect(x, y, part, _BAR, one.kind, f"{name} · {one.name}: {shown(one.values[row])}")
            x += part
        drawing.text(x + 6, y + 13, shown(sums[row]))
    return drawing


def bars(
    names: Sequence[str], values: Sequence[float], shown: Shown, tick: Shown, *, full: float, unit: str
) -> Drawing:
    """Return horizontal bars, the value behind each, and a line where *full* is reached."""
    drawing = Drawing(_ROW * len(names) + 48)
    left = _name_width(names, _WIDEST_BAR_NAME)
    width = WIDTH - left - _RIGHT
    marks = ticks(0.0, max([*values, full]))
    bottom = 6 + _ROW * len(names)
    _value_axis(drawing, marks, left, width, 6, bottom, tick, unit)
    for row, (name, value) in enumerate(zip(names, values, strict=True)):
        y = 6 + _ROW * row
        drawing.text(left - 8, y + 13, shortened(name, left - 10), "end")
        drawing.rect(left, y, width * value / marks[-1], _BAR, "s1", f"{name}: {shown(value)}")
        drawing.text(left + width * value / marks[-1] + 6, y + 13, shown(value))
    at = left + width * full / marks[-1]
    drawing.line(at, 0, at, bottom, "limit")
    return drawing


def _value_axis(
    drawing: Drawing,
    marks: Sequence[float],
    left: float,
    width: float,
    top: float,
    bottom: float,
    shown: Shown,
    unit: str,
) -> None:
    for mark in marks:
        x = left + width * mark / marks[-1]
        drawing.line(x, top - 4, x, bottom, "grid")
        drawing.text(x, bottom + 16, shown(mark), "middle", "tick")
    drawing.text(left + width / 2, bottom + 32, unit, "middle", "unit")


def columns(
    names: Sequence[str], solid: Series, marks_at: Series, shown: Shown, unit: str, below: str
) -> Drawing:
    """Return upright columns with a mark above each: a mean and what nine of ten stay below."""
    top, height, left = 30.0, 220.0, 56.0
    drawing = Drawing(top + height + 46)
    drawing.legend(0, [("s1", solid.name), ("line-a", marks_at.name)])
    marks = ticks(0.0, max([*solid.values, *marks_at.values], default=0.0))
    width = WIDTH - left - 10
    for mark in marks:
        y = top + height * (1 - mark / marks[-1])
        drawing.line(left, y, left + width, y, "grid")
        drawing.text(left - 6, y + 4, shown(mark), "end", "tick")
    step = width / max(len(names), 1)
    for n, name in enumerate(names):
        x = left + step * n
        tall = height * solid.values[n] / marks[-1]
        drawing.rect(
            x + step * 0.2, top + height - tall, step * 0.6, tall, "s1", f"{name}: {shown(solid.values[n])}"
        )
        y = top + height * (1 - marks_at.values[n] / marks[-1])
        drawing.line(x + step * 0.12, y, x + step * 0.88, y, "line-a")
        drawing.text(x + step / 2, y - 5, shown(marks_at.values[n]), "middle", "tick")
        drawing.text(x + step / 2, top + height + 16, name, "middle", "tick")
    drawing.text(WIDTH, 11, unit, "end", "unit")
    drawing.text(left + width / 2, top + height + 36, below, "middle", "unit")
    return drawing


@dataclass(frozen=True, slots=True)
class Panel:
    """Part of a chart over days: a unit, columns or None, and lines."""

    unit: str
    columns: Series | None
    lines: Sequence[Series]


def days(
    names: Sequence[str], rests: Sequence[tuple[int, int, str]], panels: Sequence[Panel], shown: Shown
) -> Drawing:
    """
    Return panels over the same days, one above the other.

    Args:
        names:  a name for each day; about every seventh is written.
        rests:  stretches of days without work: first, last, and a name ("": none) written above.
        panels: what is drawn.
        shown:  how numbers are written.
    """
    left, height, gap, top = 56.0, 150.0, 62.0, 24.0
    drawing = Drawing(top + (height + gap) * len(panels) + 4)
    width = WIDTH - left - 10
    step = width / max(len(names), 1)
    for number, panel in enumerate(panels):
        y0 = top + (height + gap) * number + 26
        _panel(drawing, panel, (left, y0, width, height - 26), step, shown)
        for first, last, name in rests:
            drawing.rect(left + step * first, y0, step * (last - first + 1), height - 26, "rest")
            if name and number == 0:
                drawing.text(left + step * (first + last + 1) / 2, y0 + 12, name, "middle", "strong")
        every = max(1, round(len(names) / 11))
        for n in range(0, len(names), every):
            drawing.line(
                left + step * (n + 0.5), y0 + height - 26, left + step * (n + 0.5), y0 + height - 22, "axis"
            )
            drawing.text(left + step * (n + 0.5), y0 + height - 8, names[n], "middle", "tick")
    return drawing


def _panel(
    drawing: Drawing,
    panel: Panel,
    box: tuple[float, float, float, float],
    step: float,
    shown: Shown,
) -> None:
    left, top, width, height = box
    solid = [panel.columns] if panel.columns else []
    kinds = [("s1", one.name) for one in solid]
    of_line = "ba" if solid else "ab"
    kinds += [(f"line-{of_line[n]}", one.name) for n, one in enumerate(panel.lines)]
    drawing.legend(top - 26, kinds, left)
    drawing.text(left + width, top - 15, panel.unit, "end", "unit")
    marks = ticks(0.0, max((value for one in [*solid, *panel.lines] for value in one.values), default=0), 4)
    for mark in marks:
        y = top + height * (1 - mark / marks[-1])
        drawing.line(left, y, left + width, y, "grid")
        drawing.text(left - 6, y + 4, shown(mark), "end", "tick")
    for one in solid:
        for n, value in enumerate(one.values):
            tall = height * value / marks[-1]
            drawing.rect(left + step * (n + 0.1), top + height - tall, step * 0.8, tall, "s1")
    for n, one in enumerate(panel.lines):
        points = [
            (left + step * (i + 0.5), top + height * (1 - v / marks[-1])) for i, v in enumerate(one.values)
        ]
        drawing.path(points, f"line-{of_line[n]}")


def intervals(
    spans: Sequence[Span], *, around_zero: bool, legend: Sequence[tuple[str, str]], note: str
) -> Drawing:
    """
    Return intervals, each on a scale of its own, with what they are held against.

    Rows count different things, so each has its own scale: its interval fills the middle third of the
    plot, and a point further out than three half-widths stands at the edge as an arrow. With
    *around_zero* the middle of the plot is zero, and what reaches furthest from it is at the edge.
    """
    top = legend_height([name for _, name in legend])
    left = min(_WIDEST_SPAN_NAME, max((text_width(one.name) for one in spans), default=0.0)) + 20
    names = [wrapped(one.name, left - 14) for one in spans]
    heights = [_ROW + _LINE * (len(name) - 1) for name in names]
    drawing = Drawing(top + sum(heights) + 26)
    drawing.legend(0, list(legend))
    roles = max((text_width(one.left) for one in spans), default=0.0) + 12
    right = max((text_width(one.right) for one in spans), default=0.0) + 12
    width = max(WIDTH - left - roles - right, 140.0)
    begin = left + roles
    middle = begin + width / 2
    y = top
    for row, (one, name, height) in enumerate(zip(spans, names, heights, strict=True)):
        if row % 2 == 0:
            drawing.rect(0, y - 3, WIDTH, height, "band")
        for n, line in enumerate(name):
            drawing.text(6, y + 13 + _LINE * n, line)
        base = y + height / 2 + 1
        drawing.text(left, base, one.left, kind="" if one.is_strong else "pale")
        drawing.text(WIDTH - 4, base, one.right, "end", "" if one.is_strong else "pale")
        _span(drawing, one, y + height / 2 - 3, (middle, width / 2 - 8), around_zero=around_zero)
        y += height
    if around_zero:
        drawing.line(middle, top - 6, middle, y, "limit")
    drawing.text(middle, y + 16, note, "middle", "unit")
    return drawing


def _span(drawing: Drawing, one: Span, y: float, plot: tuple[float, float], *, around_zero: bool) -> None:
    if one.low is None or one.high is None:
        return
    middle, half = plot
    if around_zero:
        origin, scale = 0.0, max(abs(one.low), abs(one.high)) or 1.0
    else:
        origin, scale = (one.low + one.high) / 2, 3 * ((one.high - one.low) / 2 or 1.0)

    def x_of(value: float) -> float:
        return middle + half * min(max((value - origin) / scale, -1.0), 1.0)

    weak = "" if one.is_strong else " weak"
    low, high = x_of(one.low), x_of(one.high)
    drawing.rect(low, y - 5, max(high - low, 2.0), 10, f"interval{weak}")
    if one.middle is not None:
        drawing.line(x_of(one.middle), y - 7, x_of(one.middle), y + 7, "estimate")
    if one.point is None:
        return
    away = (one.point - origin) / scale
    if abs(away) > 1:
        drawing.text(x_of(one.point), y + 5, "▶" if away > 0 else "◀", "end" if away > 0 else "start", "miss")
        return
    is_inside = one.low <= one.point <= one.high
    drawing.circle(x_of(one.point), y, 5, f"{'hit' if is_inside else 'miss'}{weak}")
