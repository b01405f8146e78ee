"""Letters of apology: who owes them, and what became of them."""

import pytest

from onestop_sim.stats.letters import COLUMNS, letters
from onestop_sim.terms import EventKind, PromiseCause
from tests.logs import CHAIR, DAY_S, LAND, LogBuilder, at

PERIOD = (0, 28 * DAY_S)


def accepted(b: LogBuilder, limit: str = "3wd") -> int:
    """A dossier accepted on Monday morning: due on Thursday."""
    dossier = b.dossier(at(0, 8), limit)
    b.accept(dossier, at(0, 8), at(0, 8.5), at(0, 9))
    b.event(dossier, EventKind.QUEUED, at(0, 9), place=LAND)
    return dossier


def letter(b: LogBuilder, dossier: int, at_s: int, new_s: int, place: int = LAND) -> None:
    """A letter with its new date."""
    b.event(dossier, EventKind.APOLOGY, at_s, place=place)
    b.promise(dossier, at_s, new_s, PromiseCause.APOLOGY)


def counted(b: LogBuilder, agency: str = "total") -> dict[str, int]:
    """The columns of an agency that are not zero."""
    row = next(row for row in letters(b.build(), PERIOD).iter_rows(named=True) if row["agency"] == agency)
    return {name: row[name] for name in COLUMNS if row[name]}


def test_a_late_dossier_without_a_letter_is_missing_one():
    """Owed by the agency in whose queue it was at its date."""
    b = LogBuilder()
    b.event(accepted(b), EventKind.SIGNED, at(5, 9), place=CHAIR)
    assert counted(b, "district/land") == {"owed": 1, "missing": 1}
    assert counted(b, "district/chair") == {}


def test_a_dossier_still_open_past_its_date_owes_a_letter_too():
    """Not decided by the end of the period."""
    b = LogBuilder()
    accepted(b)
    assert counted(b) == {"owed": 1, "missing": 1}


@pytest.mark.parametrize(
    ("written", "column"), [(at(2, 16), "in_time"), (at(3, 8), "late"), (at(4, 8), "late")]
)
def test_a_letter_is_in_time_one_working_day_before_the_date(written, column):
    """Due on Thursday: on Wednesday in time, on Thursday late."""
    b = LogBuilder()
    dossier = accepted(b)
    letter(b, dossier, written, at(8, 17))
    b.event(dossier, EventKind.SIGNED, at(7, 9))
    assert counted(b) == {"owed": 1, "sent": 1, column: 1, "kept": 1}


def test_the_day_before_is_a_working_day():
    """Due on Monday day 7: the Saturday before is too late, the Friday is not."""
    for day, column in ((4, "in_time"), (5, "late")):
        b = LogBuilder()
        dossier = accepted(b, "5wd")
        letter(b, dossier, at(day, 9), at(14, 17))
        assert column in counted(b)


def test_limits_of_one_day_owe_no_advance_letter():
    """A letter after the date of a same-day dossier is in time."""
    b = LogBuilder()
    letter(b, accepted(b, "same_day"), at(1, 9), at(3, 17))
    assert counted(b)["in_time"] == 1


def test_a_letter_for_a_dossier_that_was_on_time_is_unneeded():
    """Written the day before, signed on the day."""
    b = LogBuilder()
    dossier = accepted(b)
    letter(b, dossier, at(2, 9), at(8, 17))
    b.event(dossier, EventKind.SIGNED, at(3, 9))
    assert counted(b) == {"sent": 1, "in_time": 1, "unneeded": 1, "kept": 1}


@pytest.mark.parametrize(
    ("signed", "column"), [(at(8, 9), "kept"), (at(9, 9), "broken"), (None, "broken"), (at(40, 9), "broken")]
)
def test_the_new_date_is_kept_or_broken(signed, column):
    """New date on day 8; open past it at the end of the period is broken."""
    b = LogBuilder()
    dossier = accepted(b)
    letter(b, dossier, at(2, 9), at(8, 17))
    if signed is not None:
        b.event(dossier, EventKind.SIGNED, signed)
    assert counted(b)[column] == 1


def test_a_new_date_that_has_not_come_is_undecided():
    """The period ends before it."""
    b = LogBuilder()
    letter(b, accepted(b), at(2, 9), at(40, 17))
    assert counted(b) == {"owed": 1, "sent": 1, "in_time": 1, "undecided": 1}


def test_a_second_letter_is_a_violation():
    """One letter and one new date is the rule; the first date is the one that counts."""
    b = LogBuilder()
    dossier = accepted(b)
    letter(b, dossier, at(2, 9), at(8, 17))
    letter(b, dossier, at(7, 9), at(11, 17))
    b.event(dossier, EventKind.SIGNED, at(10, 9))
    assert counted(b) == {"owed": 1, "sent": 2, "in_time": 1, "further": 1, "broken": 1}
