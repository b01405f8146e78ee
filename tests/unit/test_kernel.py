"""The kernel and its agenda, as the interpreted engine keeps it and as the compiled one does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop_sim.engine import actor, agenda, agenda_compiled
from onestop_sim.engine.actor import Actor, Noted
from onestop_sim.engine.appointment import Call
from onestop_sim.engine.kernel import Kernel, live

BOTH = pytest.mark.parametrize("kept", [agenda, agenda_compiled], ids=["interpreted", "compiled"])


def actors_of():
    """Return a class of actors who note in a list that they have acted."""

    class Noting(Noted):
        def __init__(self, name, seen, at_s=0, tie=0):
            super().__init__(at_s, tie)
            self.name, self.seen = name, seen

        def acts(self, now):
            self.seen.append((now, self.name))

    return Noting


def wait_for(kernel, event, seen):
    """A process that notes when an event came."""
    yield event
    seen.append(kernel.now)


entries = st.lists(st.tuples(st.integers(0, 4), st.integers(-2, 2)), max_size=60)


@BOTH
@given(one_by_one=entries, together=entries)
def test_actors_come_by_instant_then_tie_then_entry(kept, one_by_one, together):
    """Whether they were entered one by one or many at once."""
    if actor.__file__.endswith(".so"):
        pytest.skip("a class of the compiled engine has no interpreted subclass")
    seen, noting, coming = [], actors_of(), kept.Agenda(0)
    for name, (at_s, tie) in enumerate(one_by_one):
        coming.put(at_s, tie, noting(name, seen))
    n = len(one_by_one)
    coming.put_all([noting(n + at, seen, at_s, tie) for at, (at_s, tie) in enumerate(together)])
    entered = [(at_s, tie, name) for name, (at_s, tie) in enumerate(one_by_one + together)]
    assert len(coming) == len(entered)
    while len(coming):
        assert coming.entries[0][0] >= coming.now_s
        coming.plays_one()
    assert seen == [(at_s, name) for at_s, _, name in sorted(entered)]


@BOTH
def test_an_actor_may_have_several_entries_and_make_new_ones(kept):
    """A seat that was left is taken again, and nobody acts in another's place."""
    if actor.__file__.endswith(".so"):
        pytest.skip("a class of the compiled engine has no interpreted subclass")
    seen, coming = [], kept.Agenda(0)

    class Again(Actor):
        def acts(self, now):
            seen.append(now)
            if now < 50:
                coming.put(now + 7, 0, self)
                coming.put(now + 9, 0, self)

    coming.put(0, 0, Again())
    with pytest.raises(IndexError):
        coming.plays()
    assert seen == sorted(seen)
    assert len(seen) == 1 + 2 * sum(now < 50 for now in seen)


def test_processes_of_simpy_live_beside_actors():
    """Whoever steps through a shop by hand, or lets a process of SimPy watch it, sees one time."""
    kernel, seen = Kernel(100), []

    def watches():
        for _ in range(2):
            yield kernel.timeout(10)
            seen.append(("process", kernel.now))

    kernel.process(watches())
    kernel.agenda.put(115, 0, Call(lambda now: seen.append(("call", now))))
    kernel.run()
    assert seen == [("process", 110), ("call", 115), ("process", 120)]


def test_simpy_can_run_a_shop_up_to_an_instant():
    """What is due at that instant does not happen any more, with its loop and with ours."""
    for plays in (lambda kernel: kernel.run(until=20), lambda kernel: live(kernel, 20)):
        kernel, seen = Kernel(), []
        for at_s in (10, 20, 30):
            kernel.agenda.put(at_s, 3, Call(seen.append))
        plays(kernel)
        assert (seen, kernel.now, kernel.peek()) == ([10], 20, 20)


def test_who_waits_for_the_event_that_ends_a_run_goes_on_when_it_is_resumed():
    """A stop in the middle of those who are told leaves nobody out."""
    kernel, seen = Kernel(), []
    ends = kernel.timeout(5)
    kernel.run(until=1)

    def watches():
        yield ends
        seen.append(kernel.now)

    assert kernel.run(until=kernel.timeout(1)) is None
    both = kernel.timeout(3)
    kernel.process(watches())
    kernel.process(wait_for(kernel, both, seen))
    kernel.run(until=both)
    kernel.run()
    assert sorted(seen) == [5, 5]


def test_a_process_of_simpy_that_fails_stops_the_run():
    """Its error is not lost."""
    kernel = Kernel()

    def fails():
        yield kernel.timeout(1)
        raise KeyError("lost")

    kernel.process(fails())
    with pytest.raises(KeyError, match="lost"):
        kernel.run()


@pytest.mark.parametrize("delay", [0.5, float("inf")])
def test_the_kernel_counts_whole_seconds(delay):
    """A process that waits for half a second, or for ever, is told so."""
    with pytest.raises(ValueError, match=rf"whole seconds, not {delay}"):
        Kernel().timeout(delay)
