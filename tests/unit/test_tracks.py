"""Charts of studies: a mark lies where its value is, a bar is as long as its number."""

import re

import pytest

from onestop_sim.report.drawing import WIDTH, Drawing, text_width, wrapped
from onestop_sim.report.tracks import Axis, Mark, Track, Twin, tracks, twins


def places(drawing: Drawing, kind: str, name: str) -> list[float]:
    """The values of an attribute of all elements of a class."""
    found = [part for part in map(str, drawing.parts) if f'class="{kind}"' in part]
    return [float(re.findall(rf'\b{name}="([-\d.]+)"', part)[0]) for part in found]


def test_a_mark_lies_between_the_ends_where_its_value_is():
    """Half-way between the bounds is the middle of the track; what lies beyond an end stands at it."""
    rows = [
        Track("half", 2.0, 4.0, None, [Mark(3.0, "hit")], ""),
        Track("ends", 2.0, 4.0, None, [Mark(2.0, "hit"), Mark(4.0, "hit"), Mark(9.0, "hit")], ""),
    ]
    half, low, high, beyond = places(tracks(rows, []), "hit", "cx")
    assert half == pytest.approx((low + high) / 2, abs=0.1)
    assert low < high == beyond <= WIDTH


def test_rows_of_one_axis_share_their_scale():
    """A value twice as large is drawn twice as long."""
    rows = [Track(str(n), 0.0, n, (0.0, n), [], "", "s1") for n in (1.0, 2.0)]
    drawing = tracks(rows, [], axis=Axis(str, ""))
    one, two = places(drawing, "s1", "width")
    assert two == pytest.approx(2 * one, abs=0.2)


def test_the_larger_of_a_pair_fills_its_row():
    """Each pair has a scale of its own; nothing at all is drawn as nothing."""
    drawing = twins(
        [Twin("a", 10.0, 5.0, ""), Twin("b", 1.0, 4.0, ""), Twin("c", 0.0, 0.0, "")], ("x", "y"), ""
    )
    first = places(drawing, "s1", "width")[1:]
    second = places(drawing, "s2", "width")[1:]
    assert first[0] == second[1] == max(first + second)
    assert second[0] == pytest.approx(first[0] / 2, abs=0.1)
    assert first[2] == second[2] == 0.0


@pytest.mark.parametrize(
    "text", ["", "x", "một cái tên rất dài, có dấu phẩy, và còn dài hơn thế nữa", "x" * 99]
)
def test_a_name_fits_into_two_lines(text):
    """Nothing is wider than its place, and what fits into one line stays in one."""
    lines = wrapped(text, 160)
    assert len(lines) <= 2
    assert all(text_width(line) <= 160 for line in lines)
    assert wrapped(text, 9_999) == [text]
