"""
Drawings: SVG whose every text is escaped, with a title and a description for readers who do not see.

A drawing holds no script and names nothing outside the page; colours and hatches are classes of the
page's own style sheet (`page.css`), series are told apart by hatch as well as by colour.
"""

from dataclasses import dataclass, field
from typing import Final

from markupsafe import Markup, escape

WIDTH: Final = 900.0
"""Width of every drawing, in its own units; a line of text is about 16 high."""

N_SERIES: Final = 7
"""Series that have a colour and a hatch of their own: classes s0 to s6."""

_LETTER: Final = 7.2
"""Mean width of a letter of 13 units."""

_LEGEND_ROW: Final = 20.0
_POINTS: Final = frozenset({"hit", "miss", "start"})
_UPRIGHT: Final = frozenset({"fit", "limit", "estimate"})
"""Classes that a legend shows as a point, and as an upright line."""


def text_width(text: str) -> float:
    """Return about how wide a text is."""
    return len(text) * _LETTER


def shortened(text: str, width: float) -> str:
    """
    Return a text that fits into a width, cut with an ellipsis if it must be.

    >>> shortened("Đất đai", 100), shortened("Lao động, Thương binh và Xã hội", 100)
    ('Đất đai', 'Lao động, T…')
    """
    most = max(2, int(width / _LETTER))
    return text if len(text) <= most else text[: most - 2].rstrip() + "…"


def wrapped(text: str, width: float) -> list[str]:
    """
    Return a text in one line or two; what does not fit into two is cut.

    >>> wrapped("Thành lập và hoạt động của hộ kinh doanh", 160)
    ['Thành lập và hoạt động', 'của hộ kinh doanh']
    """
    if text_width(text) <= width:
        return [text]
    most = max(4, int(width / _LETTER))
    after_comma = max(text.rfind(", ", 0, most) + 1, text.rfind("· ", 0, most) + 1)
    at = after_comma if after_comma > most // 3 else text.rfind(" ", 0, most + 1)
    at = at if at > most // 3 else most
    return [text[:at].rstrip(), shortened(text[at:].strip(), width)]


@dataclass
class Drawing:
    """
    An SVG in the making.

    Attributes:
        height: its height.
        parts:  elements so far, safe already.
    """

    height: float
    parts: list[Markup] = field(default_factory=list)

    def rect(self, x: float, y: float, width: float, height: float, kind: str, tip: str = "") -> None:
        """Add a rectangle of a class; *tip* is told to whoever points at it."""
        place = Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" class="{}"').format(
            x, y, max(width, 0.0), max(height, 0.0), kind
        )
        self.parts.append(_closed(place, "rect", tip))

    def circle(self, x: float, y: float, radius: float, kind: str, tip: str = "") -> None:
        """Add a circle of a class."""
        place = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="{:.1f}" class="{}"').format(x, y, radius, kind)
        self.parts.append(_closed(place, "circle", tip))

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str, width: float = 0.0) -> None:
        """Add a line of a class; a width of its own wins over that of the class."""
        own = Markup(' style="stroke-width:{:.1f}"').format(width) if width else ""
        self.parts.append(
            Markup('<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" class="{}"{}/>').format(
                x1, y1, x2, y2, kind, own
            )
        )

    def path(self, points: list[tuple[float, float]], kind: str) -> None:
        """Add a line through points."""
        joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.parts.append(Markup('<polyline points="{}" class="{}"/>').format(joined, kind))

    def curve(
        self,
        begin: tuple[float, float],
        bend: tuple[float, float],
        end: tuple[float, float],
        kind: str,
        width: float,
        tip: str = "",
    ) -> None:
        """Add a curve from a point to another, bent towards a third, of a width in units."""
        place = Markup(
            '<path d="M{:.1f},{:.1f} Q{:.1f},{:.1f} {:.1f},{:.1f}" class="{}" style="stroke-width:{:.1f}"'
        ).format(*begin, *bend, *end, kind, width)
        self.parts.append(_closed(place, "path", tip))

    def text(self, x: float, y: float, words: str, anchor: str = "start", kind: str = "") -> None:
        """Add a text; *anchor* is start, middle or end."""
        self.parts.append(
            Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}" class="{}">{}</text>').format(
                x, y, anchor, kind, words
            )
        )

    def legend(self, y: float, names: list[tuple[str, str]], x: float = 0.0) -> float:
        """Add a legend of (class, name) in as many rows as it needs; return the height that it takes."""
        left, top = x, y
        for kind, name in names:
            width = 42 + text_width(name)
            if left > x and left + width > WIDTH:
                left, top = x, top + _LEGEND_ROW
            if kind.startswith("line"):
                self.line(left, top + 6, left + 18, top + 6, kind)
            elif kind in _POINTS:
                self.circle(left + 9, top + 6, 5, kind)
            elif kind in _UPRIGHT:
                self.line(left + 9, top - 2, left + 9, top + 14, kind)
            else:
                self.rect(left, top, 18, 12, kind)
            self.text(left + 24, top + 11, name)
            left += width
        return top - y + _LEGEND_ROW + 6

    def markup(self, name: str, title: str, description: str) -> Markup:
        """Return the SVG; *name* is unique in its page."""
        return Markup(
            '<svg viewBox="0 0 {:.0f} {:.0f}" role="img" aria-labelledby="{}-title {}-desc">'
            '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}</svg>'
        ).format(
            WIDTH, self.height, name, name, name, title, name, description, Markup("\n").join(self.parts)
        )


def legend_height(names: list[str]) -> float:
    """Return the height that the legend of these names takes."""
    return Drawing(0).legend(0, [("s0", name) for name in names])


def _closed(place: Markup, tag: str, tip: str) -> Markup:
    if not tip:
        return place + Markup("/>")
    return place + Markup("><title>{}</title></{}>").format(escape(tip), tag)


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """
    Return round numbers from *low* to the first one not below *high*.

    >>> ticks(0, 7), ticks(0, 1830), ticks(0, 0)
    ([0.0, 2.0, 4.0, 6.0, 8.0], [0.0, 500.0, 1000.0, 1500.0, 2000.0], [0.0, 1.0])
    """
    if high <= low:
        return [float(low), low + 1.0]
    rough = (high - low) / about
    power = 10.0 ** (len(f"{rough:.0f}") - 1 if rough >= 1 else -_zeros_after_point(rough))
    step = next(one * power for one in (1, 2, 2.5, 5, 10) if one * power >= rough * 0.999)
    n = int(-(-(high - low) // step))
    return [round(float(low + step * i), 10) for i in range(n + 1)]


def _zeros_after_point(value: float) -> int:
    n = 0
    while value < 1:
        value, n = value * 10, n + 1
    return n
