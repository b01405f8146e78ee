"""The network of units: where they lie, and what travels between them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from onestop_sim.report.charts import Shown
from onestop_sim.report.drawing import WIDTH, Drawing, shortened, text_width

_MARGIN: Final = 70.0
_TALLEST: Final = 620.0
_THICKEST: Final = 12.0
_WIDEST_NAME: Final = 170.0
_LEAST: Final = 0.5
"""Fewer dossiers in a period are not drawn."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Node:
    """A unit: its title, its place in kilometres east and north (None: unknown), and whether it is a seat."""

    title: str
    position: tuple[float, float] | None
    is_seat: bool


@dataclass(frozen=True, slots=True)
class Flow:
    """What goes from a unit to another: names of both, and how many dossiers and results."""

    sender: str
    receiver: str
    dossiers: float
    results: float


def network(
    nodes: Mapping[str, Node], flows: Sequence[Flow], shown: Shown, words: tuple[str, str]
) -> Drawing:
    """
    Return a map of units with curves as thick as what travels on them.

    Args:
        nodes: units by name; without positions they stand in a circle around the seats.
        flows: what travels.
        shown: how numbers are written.
        words: names of the two kinds of flow: dossiers, and results.
    """
    places = _places(nodes)
    height = max(y for _, y in places.values()) + _MARGIN
    drawing = Drawing(height)
    drawing.legend(0, [("line-a", words[0]), ("line-b", words[1])])
    most = max((max(one.dossiers, one.results) for one in flows), default=0.0) or 1.0
    for one in flows:
        begin, end = places[one.sender], places[one.receiver]
        for kind, amount, bend, word in (
            ("line-a", one.dossiers, 0.1, words[0]),
            ("line-b", one.results, 0.2, words[1]),
        ):
            if amount >= _LEAST:
                tip = f"{nodes[one.sender].title} → {nodes[one.receiver].title}, {word}: {shown(amount)}"
                width = max(0.8, _THICKEST * math.sqrt(amount / most))
                drawing.curve(begin, _bend(begin, end, bend), end, kind, width, tip)
    sent: dict[str, float] = dict.fromkeys(nodes, 0.0)
    for one in flows:
        sent[one.sender] += one.dossiers
    taken = [(x - 10, y - 10, x + 10, y + 10) for x, y in places.values()]
    for name in sorted(nodes, key=lambda one: not nodes[one].is_seat):
        node, (x, y) = nodes[name], places[name]
        drawing.circle(x, y, 10 if node.is_seat else 6, "seat" if node.is_seat else "unit-node", node.title)
        title = shortened(node.title, _WIDEST_NAME)
        if sent[name] >= _LEAST:
            title += f" ↑ {shown(sent[name])}"
        left, base = _room(x, y, text_width(title) * (1.1 if node.is_seat else 1.0), taken)
        drawing.text(left, base, title, "start", "strong" if node.is_seat else "halo")
    return drawing


def _room(x: float, y: float, width: float, taken: list[Box]) -> tuple[float, float]:
    """
    Return where a name of a width begins, and its base line, near a point; its box is taken then.

    Right of the point, left of it, below and above are tried, nearer first; the first free place wins.
    """
    choices = []
    for away in (0.0, 14.0, 28.0, 44.0, 60.0):
        choices += [(x + 12, y + 4 + away), (x - 12 - width, y + 4 + away)]
        choices += [(x - width / 2, y + 24 + away), (x - width / 2, y - 14 - away)]
    inside = [one for one in choices if one[0] >= 0 and one[0] + width <= WIDTH] or choices
    boxes = [(left, base - 12, left + width, base + 3) for left, base in inside]
    free = [n for n, box in enumerate(boxes) if not any(_overlap(box, other) for other in taken)]
    best = free[0] if free else 0
    taken.append(boxes[best])
    return inside[best]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _bend(begin: tuple[float, float], end: tuple[float, float], bend: float) -> tuple[float, float]:
    """Return the point towards which a curve bends, to the right of its way: both ways are seen."""
    dx, dy = end[0] - begin[0], end[1] - begin[1]
    return (begin[0] + end[0]) / 2 - bend * dy, (begin[1] + end[1]) / 2 + bend * dx


def _places(nodes: Mapping[str, Node]) -> dict[str, tuple[float, float]]:
    """Return where each unit is drawn: by its position, or in a circle when one has none."""
    known = {name: node.position for name, node in nodes.items() if node.position is not None}
    if len(known) < len(nodes) or len(set(known.values())) < len(known):
        return _circle(nodes)
    east = [x for x, _ in known.values()]
    north = [y for _, y in known.values()]
    wide, tall = max(max(east) - min(east), 1e-9), max(max(north) - min(north), 1e-9)
    scale = min((WIDTH - 2 * _MARGIN) / wide, (_TALLEST - 2 * _MARGIN) / tall)
    left = (WIDTH - scale * (max(east) - min(east))) / 2
    return {
        name: (left + scale * (x - min(east)), _MARGIN + scale * (max(north) - y))
        for name, (x, y) in known.items()
    }


def _circle(nodes: Mapping[str, Node]) -> dict[str, tuple[float, float]]:
    """Return seats in the middle, side by side, and the others around them."""
    seats = [name for name, node in nodes.items() if node.is_seat]
    others = [name for name in nodes if name not in seats]
    middle_x, middle_y, radius_x, radius_y = WIDTH / 2, _TALLEST / 2, WIDTH / 2 - 90, _TALLEST / 2 - 70
    places = {}
    for n, name in enumerate(seats):
        spread = 0.0 if len(seats) == 1 else (n / (len(seats) - 1) - 0.5) * radius_x
        places[name] = (middle_x + spread, middle_y)
    for n, name in enumerate(others):
        angle = 2 * math.pi * n / len(others) - math.pi / 2
        places[name] = (middle_x + radius_x * math.cos(angle), middle_y + radius_y * math.sin(angle))
    return places
