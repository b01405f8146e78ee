"""Columns, heaps and tape, as the interpreted engine keeps them and as the compiled one does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop_sim import memory, memory_compiled
from onestop_sim.terms import NEVER, NO_INSTANT

BOTH = pytest.mark.parametrize("kept", [memory, memory_compiled], ids=["interpreted", "compiled"])

rising = st.lists(st.integers(-50, 50)).map(sorted)


@BOTH
@pytest.mark.parametrize("form", ["numbers", "looks"])
def test_a_column_gives_back_what_was_put_in(kept, form):
    """Instants that never come and numbers beyond 32 bits are kept whole."""
    values = [NO_INSTANT, NEVER, -1, 0, 1 << 40]
    column = getattr(kept, form)(np.array(values))
    assert [column[at] for at in range(len(values))] == values


@BOTH
def test_codes_of_any_small_type_are_numbers(kept):
    """Flags and places are read as numbers, whatever type the plan keeps them in."""
    for values in (
        np.array([True, False]).view(np.int8),
        np.array([300, -1], np.int16),
        np.empty(0, np.int64),
    ):
        column = kept.codes(values)
        assert [column[at] for at in range(len(values))] == values.tolist()


@BOTH
def test_numbers_may_be_changed(kept):
    """A cursor moves on in its place."""
    column = kept.numbers(np.array([1, 2]))
    column[1] = 7
    assert [column[0], column[1]] == [1, 7]


@BOTH
@given(numbers=rising, asked=st.integers(-60, 60))
def test_bisections_count_what_is_smaller_and_what_is_not_greater(kept, numbers, asked):
    """They are those of the library."""
    column = kept.numbers(np.array(numbers, np.int64))
    assert kept.bisect_left(column, asked) == sum(one < asked for one in numbers)
    assert kept.bisect_right(column, asked) == sum(one <= asked for one in numbers)


@BOTH
@pytest.mark.parametrize("n", [0, 1, 40_000])
def test_the_tape_gives_back_events_in_order(kept, n):
    """Whether one, two or three were taken down at once, and beyond the length of a piece."""
    tape, expected = kept.Tape(), []
    for at in range(n):
        events = [(3 * at + k, 100 * at + k, 7 * at - k) for k in range(at % 3 + 1)]
        write, make = {
            1: (tape.write, kept.event),
            2: (tape.write_two, kept.two_events),
            3: (tape.write_three, kept.three_events),
        }[len(events)]
        write(make(*(number for one in events for number in one)))
        expected += events
    assert tape.n_events() == len(expected)
    found = [tuple(one) for piece in tape.pieces() for one in piece.tolist()]
    assert found == expected


fours = st.tuples(*[st.integers(-3, 3)] * 4)


@BOTH
@given(steps=st.lists(st.none() | fours, max_size=120))
def test_a_heap_gives_the_least_first(kept, steps):
    """Whatever comes in while others go out, also beyond the room that it began with."""
    heap, there = kept.heap(), []
    for step in [(1, 0, at % 5, -at) for at in range(40)] + steps:
        if step is not None:
            kept.push(heap, step)
            there.append(step)
        elif there:
            least = min(there)
            there.remove(least)
            assert (heap[0], kept.pop(heap)) == (least, least)
        assert (len(heap), bool(heap)) == (len(there), bool(there))


@BOTH
@given(numbers=st.lists(st.integers(-5, 5)))
def test_a_number_is_put_in_behind_its_equals(kept, numbers):
    """One after the other they make a list that rises."""
    rising = []
    for number in numbers:
        kept.insort(rising, number)
    assert rising == sorted(numbers)
