"""
The laws of an event log: what must be true of every run, whatever happened in it.

Order in time, one holder at every instant, one dossier in an officer's hands, conservation,
records after facts, letters and dates where they belong. A broken law is a defect of the program:
it stops the run. Laws are checked on arrays, a year of a district in about a second.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onestop_sim.clock import DAY_S, IntArray
from onestop_sim.errors import LawError
from onestop_sim.eventlog.log import EventLog
from onestop_sim.eventlog.reading import FINAL, Flags, Reading, is_one_of
from onestop_sim.eventlog.shift_table import shifts_of
from onestop_sim.terms import (
    NEVER,
    NO_INSTANT,
    NOBODY,
    EventKind,
    Outcome,
    PromiseCause,
    Verdict,
)

K = EventKind

_NEXT_STEP: Final = {K.QUEUED, K.SENT, K.DELAY_BEGAN, K.PAUSED, K.READY, K.WITHDRAWN, K.RETURNED_UNRESOLVED}

SUCCESSORS: Final[dict[EventKind, set[EventKind]]] = {
    K.FILED: {K.ARRIVED, K.SENT},
    K.ARRIVED: {K.QUEUED, K.LEFT},
    K.LEFT: {K.ARRIVED, K.GAVE_UP, K.READY},
    K.GAVE_UP: set(),
    K.QUEUED: {K.STARTED, K.LEFT, K.WITHDRAWN},
    K.STARTED: {K.FINISHED, K.SUSPENDED},
    K.SUSPENDED: {K.QUEUED, K.STARTED},
    K.FINISHED: _NEXT_STEP | {K.ACCEPTED, K.SENT_HOME, K.REFUSED, K.SIGNED, K.RESUMED, K.HANDED_OVER},
    K.SENT_HOME: {K.ARRIVED, K.FILED, K.GAVE_UP},
    K.REFUSED: set(),
    K.ACCEPTED: _NEXT_STEP,
    K.SIGNED: _NEXT_STEP,
    K.RETURNED_UNRESOLVED: _NEXT_STEP,
    K.WITHDRAWN: set(),
    K.PAUSED: {
        *(K.ARRIVED, K.FILED, K.SENT, K.RESUMED, K.QUEUED, K.WITHDRAWN, K.GAVE_UP),
        K.RETURNED_UNRESOLVED,  # never answered
    },
    K.RESUMED: _NEXT_STEP,
    K.DELAY_BEGAN: {K.DELAY_ENDED},
    K.DELAY_ENDED: _NEXT_STEP,
    K.SENT: {K.COLLECTED, K.DELIVERED},
    K.COLLECTED: {K.DELIVERED, K.DELIVERY_FAILED},
    K.DELIVERED: _NEXT_STEP | {K.ARRIVED, K.HANDED_OVER},
    K.READY: {K.ARRIVED, K.SENT, K.HANDED_OVER},
    K.HANDED_OVER: set(),
    K.APOLOGY: set(),
    K.DELIVERY_FAILED: {K.DELIVERED, K.DELIVERY_FAILED, K.COLLECTED, K.READY},
}
"""What may happen to a dossier after each kind of event; letters of apology stand outside this chain."""

_PASSING: Final = (
    K.ARRIVED,
    K.ACCEPTED,
    K.SIGNED,
    K.RETURNED_UNRESOLVED,
    K.RESUMED,
    K.DELAY_ENDED,
    K.DELIVERED,
)
"""Kinds after which nobody new holds the dossier: the next event comes at the same instant and says who."""

_ONCE: Final = (K.GAVE_UP, K.REFUSED, K.ACCEPTED, K.WITHDRAWN, K.HANDED_OVER)


def check_laws(log: EventLog | Reading) -> None:
    """
    Check every law of a finished run, given its log or a reading that others may go on with.

    Raises:
        LawError: key of the broken law, ``dossier`` (row) and ``at`` (instant) of the first case;
            ``dossier`` is -1 where a count of many is wrong.
    """
    reading = log if isinstance(log, Reading) else Reading(log)
    for law in LAWS:
        law(reading)
        if law is records_follow_facts:  # the laws after it look at chains without letters
            reading.forgets(*(("along_lives", name) for name in ("dossier", "occurred_s")))
    reading.forgets("pairs", "services", "officers_order", "by_dossier")


def _refuse(key: str, reading: Reading, rows: IntArray, broken: Flags) -> None:
    """Raise the law *key* for the first of the *rows* of events that is *broken*."""
    at = np.flatnonzero(broken)
    if len(at) == 0:
        return
    row = int(rows[at[0]])
    dossier = int(reading.column("events", "dossier")[row])
    raise LawError(key, dossier=dossier, at=int(reading.column("events", "occurred_s")[row]))


def _pairs(reading: Reading) -> Flags:
    """Return whether an event of the chain and the next one belong to one dossier, bool[n - 1]."""
    dossier = reading.chain("dossier")
    return reading.kept("pairs", lambda: dossier[1:] == dossier[:-1])


def _fall(reading: Reading, value: IntArray) -> Flags:
    """Return where values along lives are smaller than the one before of the same dossier, bool[n - 1]."""
    dossier = reading.along_lives("dossier")
    falls: Flags = (value[1:] < value[:-1]) & (dossier[1:] == dossier[:-1])
    return falls


def time_runs_forward(reading: Reading) -> None:
    """The events of a dossier stand in the order in which they happened."""
    _refuse(
        "law_time_order", reading, reading.by_dossier()[1:], _fall(reading, reading.along_lives("occurred_s"))
    )


def records_follow_facts(reading: Reading) -> None:
    """Nothing is recorded before it happened, and the records of a dossier keep their order."""
    rows = reading.by_dossier()
    occurred_s, recorded_s = reading.along_lives("occurred_s"), reading.column("events", "recorded_s")[rows]
    _refuse("law_recorded_before", reading, rows, recorded_s < occurred_s)
    _refuse("law_record_order", reading, rows[1:], _fall(reading, recorded_s))
    _promise(
        "law_recorded_before",
        reading,
        reading.column("promises", "recorded_s") < reading.column("promises", "occurred_s"),
    )


def events_follow_each_other(reading: Reading) -> None:
    """After each event comes one that may follow it, and a life begins with filing or arriving."""
    rows, kind, same = reading.chain_rows(), reading.chain("kind"), _pairs(reading)
    n_kinds = len(EventKind)
    legal = np.zeros((n_kinds, n_kinds), np.bool_)
    for before, successors in SUCCESSORS.items():
        legal[before, list(successors)] = True
    follows = legal.ravel()[kind[:-1].astype(np.int16) * n_kinds + kind[1:]]
    _refuse("law_successor", reading, rows[1:], same & ~follows)
    first = np.flatnonzero(np.concatenate([[True], ~same])) if len(rows) else rows
    begins = is_one_of((K.FILED, K.ARRIVED))[kind[first]]
    entered = reading.column("dossiers", "open_at_start")[reading.chain("dossier")[first]]
    _refuse("law_first_event", reading, rows[first], ~begins & ~entered)


def somebody_holds_each_dossier(reading: Reading) -> None:
    """An event that names no new holder is followed, at the same instant, by one that does."""
    rows, kind, occurred_s = reading.chain_rows(), reading.chain("kind"), reading.chain("occurred_s")
    passing = np.flatnonzero(is_one_of(_PASSING)[kind])
    # Returned because the applicant never answered: no officer, no place, and nothing follows.
    nowhere = reading.column("events", "place")[rows[passing]] < 0
    passing = passing[(kind[passing] != K.RETURNED_UNRESOLVED) | ~nowhere]
    same = np.append(_pairs(reading), False)[passing]
    at_once = np.append(occurred_s[1:] == occurred_s[:-1], False)[passing]
    # At the last instant of a run the next event may be missing.
    cut = ~same & (occurred_s[passing] == (occurred_s.max() if len(rows) else 0))
    _refuse("law_holder", reading, rows[passing], ~(same & at_once) & ~cut)


def some_things_happen_once(reading: Reading) -> None:
    """Nobody is accepted, refused, handed over, withdrawn or gives up twice."""
    for kind in _ONCE:
        rows = reading.rows_of(kind)
        dossier = reading.column("events", "dossier")[rows]
        repeated = np.ones(len(rows), np.bool_)
        repeated[np.unique(dossier, return_index=True)[1]] = False
        _refuse("law_once", reading, rows, repeated)


def _services(reading: Reading) -> tuple[IntArray, IntArray, Flags]:
    """Return the rows that start a service, the row that ends each, and whether it has ended at all."""
    return reading.kept("services", lambda: _found_services(reading))


def _found_services(reading: Reading) -> tuple[IntArray, IntArray, Flags]:
    rows = reading.chain_rows()
    starts = np.flatnonzero(reading.chain("kind") == K.STARTED)
    ends = np.minimum(starts + 1, len(rows) - 1)
    has_ended = np.append(_pairs(reading), False)[starts]
    return rows[starts], rows[ends], has_ended


def starts_match_finishes(reading: Reading) -> None:
    """Every service has an officer, of that place, and the same officer ends it there."""
    starts, ends, has_ended = _services(reading)
    officer, place = reading.column("events", "officer"), reading.column("events", "place")
    nobody = officer[starts] == NOBODY
    _refuse("law_officer_missing", reading, starts, nobody)
    stranger = reading.column("officers", "place")[officer[starts]] != place[starts]
    _refuse("law_officer_place", reading, starts, stranger)
    other = (officer[starts] != officer[ends]) | (place[starts] != place[ends])
    _refuse("law_finish", reading, ends, has_ended & other)
    kind = reading.column("events", "kind")
    n_ends = np.count_nonzero((kind == K.FINISHED) | (kind == K.SUSPENDED))
    if n_ends != np.count_nonzero(has_ended):
        # Named one by one only here: the law on successors lets nothing but a start come before.
        unmatched = np.setdiff1d(reading.rows_of(K.FINISHED, K.SUSPENDED), ends[has_ended])
        _refuse("law_finish", reading, unmatched, np.ones(len(unmatched), np.bool_))


def _in_officers_order(reading: Reading) -> tuple[IntArray, IntArray, IntArray]:
    """Return starts of services by officer and instant, with officer and end of each."""
    return reading.kept("officers_order", lambda: _officers_order(reading))


def _officers_order(reading: Reading) -> tuple[IntArray, IntArray, IntArray]:
    starts, ends, has_ended = _services(reading)
    officer, occurred_s = reading.column("events", "officer"), reading.column("events", "occurred_s")
    end_s = np.where(has_ended, occurred_s[ends], NEVER)
    begin_s, of_start = occurred_s[starts], officer[starts]
    # The log is in order of time, so an officer's services are, too; were they not, they are sorted by it.
    order = np.argsort(of_start.astype(np.int64) * len(officer) + starts)
    same = of_start[order][1:] == of_start[order][:-1]
    if any((same & (at_s[order][1:] < at_s[order][:-1])).any() for at_s in (begin_s, end_s)):
        order = np.lexsort((end_s, begin_s, of_start))
    return starts[order], of_start[order], end_s[order]


def an_officer_serves_one_dossier(reading: Reading) -> None:
    """An officer begins no dossier before the last one is done, but for those that one visitor carries."""
    starts, officer, end_s = _in_officers_order(reading)
    begin_s = reading.column("events", "occurred_s")[starts]
    carrier = reading.column("dossiers", "carrier")[reading.column("events", "dossier")[starts]]
    clash = (officer[1:] == officer[:-1]) & (begin_s[1:] < end_s[:-1]) & (carrier[1:] != carrier[:-1])
    _refuse("law_two_at_once", reading, starts[1:], clash)


def nothing_starts_off_duty(reading: Reading) -> None:
    """A service starts while its officer is on duty; the rest of a visit may go on past closing."""
    starts, officer, end_s = _in_officers_order(reading)
    begin_s = reading.column("events", "occurred_s")[starts]
    carrier = reading.column("dossiers", "carrier")[reading.column("events", "dossier")[starts]]
    goes_on = np.zeros(len(starts), np.bool_)
    goes_on[1:] = (officer[1:] == officer[:-1]) & (end_s[:-1] == begin_s[1:]) & (carrier[1:] == carrier[:-1])
    on_duty = shifts_of(reading, "officer").is_open(officer, begin_s)
    _refuse("law_off_duty", reading, starts, ~on_duty & ~goes_on)


def _promise(key: str, reading: Reading, broken: NDArray[np.bool_]) -> None:
    """Raise the law *key* for the first promise that is *broken*."""
    at = np.flatnonzero(broken)
    if len(at):
        row = int(at[0])
        dossier = int(reading.column("promises", "dossier")[row])
        raise LawError(key, dossier=dossier, at=int(reading.column("promises", "occurred_s")[row]))


def promises_are_closing_times(reading: Reading) -> None:
    """A promised instant is the close of a day or half-day that the legal calendar counts."""
    due_s = reading.column("promises", "due_s")
    legal = reading.column("dossiers", "legal")[reading.column("promises", "dossier")]
    kept = np.zeros(len(due_s), np.bool_)
    for number, calendar in enumerate(reading.legal_calendars()):
        closing = np.isin(due_s % DAY_S, (calendar.morning_closes_s, calendar.afternoon_closes_s))
        kept |= (legal == number) & closing & np.isin(due_s // DAY_S, calendar.working_days)
    _promise("law_promise", reading, ~kept)


def accepted_dossiers_have_a_date(reading: Reading) -> None:
    """Whoever is accepted in the run has a promised date, given at that instant."""
    accepted_s = reading.first_of(K.ACCEPTED)
    cause = reading.column("promises", "cause")
    dossier = reading.column("promises", "dossier")[cause == PromiseCause.ACCEPTANCE]
    given_s = np.full(reading.n, NO_INSTANT, np.int64)
    given_s[dossier] = reading.column("promises", "occurred_s")[cause == PromiseCause.ACCEPTANCE]
    rows = reading.rows_of(K.ACCEPTED)
    of_row = reading.column("events", "dossier")[rows]
    _refuse("law_no_promise", reading, rows, given_s[of_row] != accepted_s[of_row])


def letters_belong_to_late_or_open_dossiers(reading: Reading) -> None:
    """
    A letter of apology goes out for an accepted dossier that is not decided, with a new date.

    For one that was decided late the letter goes out with the result, and no new date is given.
    """
    rows = reading.rows_of(K.APOLOGY)
    dossier = reading.column("events", "dossier")[rows]
    at_s = reading.column("events", "occurred_s")[rows]
    was_late = reading.verdicts(reading.due_s(), reading.final_s()) == Verdict.LATE
    is_open = at_s <= reading.final_s()[dossier]
    stray = (at_s < reading.accepted_s()[dossier]) | ~(is_open | was_late[dossier])
    _refuse("law_letter", reading, rows, stray)
    new_dates = reading.column("promises", "cause") == PromiseCause.APOLOGY
    given = np.stack(
        [reading.column("promises", name)[new_dates].astype(np.int64) for name in ("dossier", "occurred_s")]
    )
    told = np.stack([dossier.astype(np.int64), at_s])
    too_late = bool((given[1] > reading.final_s()[given[0]]).any())
    # In the very instant of the decision a letter may have a date or not.
    given, told = (pair[:, pair[1] < reading.final_s()[pair[0]]] for pair in (given, told))
    if too_late or not np.array_equal(given[:, np.lexsort(given[::-1])], told[:, np.lexsort(told[::-1])]):
        raise LawError("law_letter_date", dossier=NOBODY, at=NO_INSTANT)


def nothing_is_lost(reading: Reading) -> None:
    """
    Dossiers are conserved, counted from events and again from outcomes.

    came = refused + sent home and never back + gave up + still queueing + accepted;
    carried over + accepted = resolved + returned unresolved + withdrawn + open.
    """
    seen = _counts_of_events(reading)
    outcome = np.bincount(reading.outcomes_at(NEVER), minlength=len(Outcome))
    came = seen["came"]
    by_events = seen["refused"] + seen["at_home"] + seen["gave_up"] + seen["queueing"] + seen["accepted"]
    if came != by_events:
        raise LawError("law_conservation", dossier=NOBODY, at=NO_INSTANT, came=came, found=by_events)
    n_open = int(outcome[Outcome.IN_PROGRESS] + outcome[Outcome.PAUSED])
    taken = seen["carried_over"] + seen["accepted"]
    ended = seen["signed"] + seen["returned"] + seen["withdrawn"] + n_open
    if taken != ended:
        raise LawError("law_conservation", dossier=NOBODY, at=NO_INSTANT, came=taken, found=ended)
    for name, counted in (
        ("refused", Outcome.REFUSED),
        ("at_home", Outcome.SENT_HOME),
        ("gave_up", Outcome.GAVE_UP),
        ("signed", Outcome.RESOLVED),
        ("returned", Outcome.RETURNED_UNRESOLVED),
        ("withdrawn", Outcome.WITHDRAWN),
    ):
        if seen[name] != outcome[counted]:
            found = int(outcome[counted])
            raise LawError("law_outcome", dossier=NOBODY, at=NO_INSTANT, came=seen[name], found=found)


def _counts_of_events(reading: Reading) -> dict[str, int]:
    """Return how many dossiers have which event, from the chains of events alone."""
    dossier, kind = reading.column("events", "dossier"), reading.column("events", "kind")
    has = np.zeros((len(EventKind), reading.n), np.bool_)
    has[kind, dossier] = True
    last = np.full(reading.n, NOBODY, np.int64)
    last[reading.chain("dossier")] = reading.chain("kind")
    before = reading.column("dossiers", "accepted_before_s") != NO_INSTANT
    accepted = has[K.ACCEPTED] & ~before
    came = (has[K.FILED] | has[K.ARRIVED]) & ~before
    out = np.isin(last, (K.REFUSED, K.SENT_HOME, K.GAVE_UP))
    first_final = [has[kind] & (accepted | before) for kind in FINAL]
    return {
        "came": int(came.sum()),
        "accepted": int(accepted.sum()),
        "carried_over": int(before.sum()),
        "refused": int((has[K.REFUSED] & ~accepted).sum()),
        "at_home": int((~accepted & (last == K.SENT_HOME)).sum()),
        "gave_up": int((has[K.GAVE_UP] & ~accepted & ~before).sum()),
        "queueing": int((came & ~accepted & ~out).sum()),
        "signed": int(first_final[0].sum()),
        "returned": int(first_final[1].sum()),
        "withdrawn": int((first_final[2] & ~first_final[0] & ~first_final[1]).sum()),
    }


LAWS: Final[tuple[Callable[[Reading], None], ...]] = (
    time_runs_forward,
    records_follow_facts,
    events_follow_each_other,
    somebody_holds_each_dossier,
    some_things_happen_once,
    starts_match_finishes,
    an_officer_serves_one_dossier,
    nothing_starts_off_duty,
    promises_are_closing_times,
    accepted_dossiers_have_a_date,
    letters_belong_to_late_or_open_dossiers,
    nothing_is_lost,
)
"""All laws, in the order in which they are checked."""
