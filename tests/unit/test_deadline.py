"""The legal clock on dates that can be checked with a wall calendar."""

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from onestop_sim.calendar import PublicDays
from onestop_sim.clock import Clock, parse_date, parse_shift
from onestop_sim.deadline import DayReason, LegalCalendar, Limit, TimeLimit
from onestop_sim.errors import HorizonError, UserError
from onestop_sim.terms import LimitUnit, Verdict

CLOCK = Clock(parse_date("2023-01-01"))
MORNING, AFTERNOON = parse_shift("07:00-11:30"), parse_shift("13:30-17:00")


def legal_2023(cutoff_s: int | None = 54000) -> LegalCalendar:
    """The legal calendar of Bình Thuận in 2023."""
    return LegalCalendar.of(CLOCK, PublicDays(), -14, 364, MORNING, AFTERNOON, cutoff_s)


LEGAL = legal_2023()


def promised(accepted: str, limit: str, legal: LegalCalendar = LEGAL) -> str:
    """The promised instant as text."""
    return CLOCK.iso(legal.promised_at(CLOCK.parse_instant(accepted), TimeLimit.parse(limit)))


def verdict(accepted: str, limit: str, signed: str) -> Verdict:
    """The verdict on a dossier without pauses."""
    parsed = TimeLimit.parse(limit)
    due_s = LEGAL.promised_at(CLOCK.parse_instant(accepted), parsed)
    return LEGAL.verdict(due_s, CLOCK.parse_instant(signed), parsed.unit)


def shifted(due: str, pause_from: str, pause_to: str, limit: str = "3wd") -> str:
    """The promised instant after a pause, as text."""
    due_s, from_s, to_s = (CLOCK.parse_instant(text) for text in (due, pause_from, pause_to))
    return CLOCK.iso(LEGAL.shifted(due_s, from_s, to_s, TimeLimit.parse(limit)))


@pytest.mark.parametrize(
    ("accepted", "limit", "due"),
    [
        ("2023-01-18 15:20", "3wd", "2023-01-30 17:00"),  # 19, 27 and 30 January count; Tết does not
        ("2023-03-06 07:00", "1wd", "2023-03-07 17:00"),
        ("2023-03-06 16:59", "1wd", "2023-03-07 17:00"),  # the cut-off never moves day 0
        ("2023-03-10 09:00", "5wd", "2023-03-17 17:00"),
    ],
)
def test_working_days_are_counted_from_the_day_after_acceptance(accepted, limit, due):
    """The day of acceptance is day 0, weekends and holidays do not count, the due day's close is due."""
    assert promised(accepted, limit) == due


@pytest.mark.parametrize(
    ("accepted", "limit", "due"),
    [
        ("2023-03-11 08:00", "1wd", "2023-03-13 17:00"),
        ("2023-03-11 08:00", "same_day", "2023-03-13 17:00"),
        ("2023-03-12 08:00", "same_day", "2023-03-13 17:00"),
        ("2023-03-11 08:00", "1hd", "2023-03-13 11:30"),
        ("2023-03-11 16:00", "2hd", "2023-03-13 17:00"),
    ],
)
def test_a_saturday_acceptance_counts_from_the_next_working_day(accepted, limit, due):
    """Saturday reception is day 0; short limits treat it as the end of the working day before."""
    assert promised(accepted, limit) == due


@pytest.mark.parametrize(
    ("accepted", "due"),
    [
        ("2023-03-06 07:00", "2023-03-06 17:00"),
        ("2023-03-06 15:00", "2023-03-06 17:00"),
        ("2023-03-06 15:00:01", "2023-03-07 17:00"),
        ("2023-03-10 16:00", "2023-03-13 17:00"),
    ],
)
def test_same_day_work_is_due_that_day_until_the_cut_off(accepted, due):
    """At 15:00 sharp the result is still due today; a second later it is due the next working day."""
    assert promised(accepted, "same_day") == due


def test_software_that_does_not_know_the_cut_off_promises_the_same_day():
    """Without the rule a dossier of 16:00 is due at 17:00; one of a Saturday still waits for Monday."""
    no_cutoff = legal_2023(cutoff_s=None)
    assert promised("2023-03-06 16:00", "same_day", no_cutoff) == "2023-03-06 17:00"
    assert promised("2023-03-11 16:00", "same_day", no_cutoff) == "2023-03-13 17:00"


@pytest.mark.parametrize(
    ("accepted", "limit", "due"),
    [
        ("2023-03-06 11:29", "1hd", "2023-03-06 17:00"),
        ("2023-03-06 12:30", "1hd", "2023-03-06 17:00"),  # before the afternoon opens it is still morning
        ("2023-03-06 13:30", "1hd", "2023-03-07 11:30"),
        ("2023-03-10 15:30", "1hd", "2023-03-13 11:30"),
        ("2023-03-06 08:00", "3hd", "2023-03-07 17:00"),
        ("2023-03-06 14:00", "3hd", "2023-03-08 11:30"),
    ],
)
def test_half_days_run_from_morning_to_afternoon_to_the_next_working_morning(accepted, limit, due):
    """A half-day limit counts halves of working days and ends at the close of one."""
    assert promised(accepted, limit) == due


def test_a_saturday_worked_in_lieu_counts():
    """Saturday 4 May 2024 stands for Monday 29 April: one working day after Friday 3 May."""
    clock = Clock(parse_date("2024-04-01"))
    legal = LegalCalendar.of(clock, PublicDays(), 0, 60, MORNING, AFTERNOON)
    due_s = legal.promised_at(clock.parse_instant("2024-05-03 09:00"), TimeLimit.parse("1wd"))
    assert clock.iso(due_s) == "2024-05-04 17:00"


@pytest.mark.parametrize(
    ("pause_from", "pause_to", "due"),
    [
        ("2023-03-07 08:00", "2023-03-07 16:00", "2023-03-09 17:00"),  # the same day is no pause
        ("2023-03-07 16:00", "2023-03-08 08:00", "2023-03-10 17:00"),
        ("2023-03-07 16:00", "2023-03-13 08:00", "2023-03-15 17:00"),  # 7, 8, 9 and 10 March
        ("2023-03-09 16:59", "2023-03-10 08:00", "2023-03-10 17:00"),  # on the due day: in time
        ("2023-03-10 07:00", "2023-03-20 08:00", "2023-03-09 17:00"),  # begun late: cures nothing
    ],
)
def test_a_pause_moves_the_date_by_its_working_days(pause_from, pause_to, due):
    """The pause's own day counts, the day of resumption does not, and a late pause cures nothing."""
    assert shifted("2023-03-09 17:00", pause_from, pause_to) == due


def test_a_half_day_limit_is_lost_with_its_half_day():
    """A pause that begins after the due half-day is late, though the day is the same."""
    due = "2023-03-06 11:30"
    assert shifted(due, "2023-03-06 12:00", "2023-03-07 08:00", "1hd") == "2023-03-07 11:30"
    assert shifted(due, "2023-03-06 13:30", "2023-03-07 08:00", "1hd") == due


@pytest.mark.parametrize(
    ("accepted", "limit", "signed", "expected"),
    [
        ("2023-03-06 09:00", "3wd", "2023-03-08 16:59", Verdict.EARLY),
        ("2023-03-06 09:00", "3wd", "2023-03-09 07:00", Verdict.ON_TIME),
        ("2023-03-06 09:00", "3wd", "2023-03-09 18:30", Verdict.ON_TIME),
        ("2023-03-06 09:00", "3wd", "2023-03-10 07:00", Verdict.LATE),
        ("2023-03-06 09:00", "same_day", "2023-03-06 09:10", Verdict.ON_TIME),
        ("2023-03-06 15:30", "same_day", "2023-03-06 16:00", Verdict.EARLY),
        ("2023-03-06 15:30", "same_day", "2023-03-07 08:00", Verdict.ON_TIME),
        ("2023-03-06 14:00", "same_day", "2023-03-07 08:00", Verdict.LATE),
        ("2023-03-06 09:00", "1hd", "2023-03-06 11:00", Verdict.EARLY),
        ("2023-03-06 09:00", "1hd", "2023-03-06 13:30", Verdict.ON_TIME),
        ("2023-03-06 14:00", "1hd", "2023-03-07 13:30", Verdict.LATE),
    ],
)
def test_a_verdict_compares_days_or_half_days(accepted, limit, signed, expected):
    """Whole due days, or half-days, decide; the hour of signing does not."""
    assert verdict(accepted, limit, signed) == expected


@pytest.mark.parametrize(
    ("signed", "late_wd"),
    [("2023-03-09 18:00", 0), ("2023-03-10 07:00", 1), ("2023-03-11 07:00", 1), ("2023-03-13 07:00", 2)],
)
def test_lateness_is_measured_in_working_days(signed, late_wd):
    """Working days after the due day up to the day of signing; a Saturday adds none."""
    due_s = CLOCK.parse_instant("2023-03-09 17:00")
    assert LEGAL.working_days_late(due_s, CLOCK.parse_instant(signed)) == late_wd


@pytest.mark.parametrize(
    ("now", "remaining_s", "due"),
    [
        ("2023-03-09 08:00", 0, "2023-03-10 17:00"),  # never today
        ("2023-03-09 08:00", 8 * 3600, "2023-03-10 17:00"),  # a legal day here has eight hours
        ("2023-03-09 08:00", 8 * 3600 + 1, "2023-03-13 17:00"),
        ("2023-03-11 08:00", 1, "2023-03-13 17:00"),
    ],
)
def test_the_new_date_of_a_letter_is_a_whole_working_day_ahead(now, remaining_s, due):
    """What remains is rounded up to working days, counted from the day after the letter."""
    assert CLOCK.iso(LEGAL.new_date(CLOCK.parse_instant(now), remaining_s)) == due


def test_the_next_morning_is_that_of_a_working_day():
    """After a Friday, at whatever hour, Monday's opening follows."""
    for text in ("2023-03-10 06:00", "2023-03-10 16:00", "2023-03-11 09:00", "2023-03-12 23:59"):
        assert CLOCK.iso(LEGAL.next_morning(CLOCK.parse_instant(text))) == "2023-03-13 07:00"


def account(accepted: str, limit: str, *pauses: tuple[str, str]) -> list[tuple[str, str, int]]:
    """The account of a promised date: day of the month, reason, units counted."""
    instants = [(CLOCK.parse_instant(a), CLOCK.parse_instant(b)) for a, b in pauses]
    count = LEGAL.count_days(CLOCK.parse_instant(accepted), TimeLimit.parse(limit), instants)
    return [(CLOCK.date_of_day(row.day).day, row.reason.value, row.counted) for row in count.rows]


def test_the_account_names_every_day_between_acceptance_and_the_date():
    """Each calendar day is counted or has a reason why not: Tết Quý Mão stands between."""
    days = account("2023-01-18 15:20", "3wd")
    assert days[:2] == [(18, "day_of_acceptance", 0), (19, "counted", 1)]
    assert [reason for _, reason, _ in days[2:9]] == [
        "public_holiday",  # Friday 20
        "weekend",
        "weekend",
        *("public_holiday",) * 4,  # Monday 23 to Thursday 26
    ]
    assert days[9:] == [(27, "counted", 2), (28, "weekend", 2), (29, "weekend", 2), (30, "counted", 3)]


def test_the_account_shows_paused_days():
    """A pause of two working days stands in the account as two days."""
    assert account("2023-03-06 09:00", "2wd", ("2023-03-07 10:00", "2023-03-09 10:00")) == [
        (6, "day_of_acceptance", 0),
        (7, "paused", 0),
        (8, "paused", 0),
        (9, "counted", 1),
        (10, "counted", 2),
    ]


def test_a_pause_on_the_day_of_acceptance_is_carried_to_the_next_day():
    """Day 0 is not counted anyway, so a day paused on it is made up on the first day that could count."""
    assert account("2023-03-06 09:00", "1wd", ("2023-03-06 10:00", "2023-03-07 10:00")) == [
        (6, "day_of_acceptance", 0),
        (7, "pause_carried", 0),
        (8, "counted", 1),
    ]


def test_the_account_of_short_limits_counts_half_days_and_names_the_cut_off():
    """A half-day limit may be met on day 0; same-day work after the cut-off counts one day."""
    assert account("2023-03-06 09:00", "1hd") == [(6, "afternoon_counted", 1)]
    assert account("2023-03-06 09:00", "2hd") == [(6, "afternoon_counted", 1), (7, "counted", 2)]
    assert account("2023-03-06 14:00", "1hd") == [(6, "day_of_acceptance", 0), (7, "counted", 1)]
    assert account("2023-03-06 09:00", "same_day") == [(6, "due_same_day", 0)]
    assert account("2023-03-06 16:00", "same_day") == [(6, "after_cutoff", 0), (7, "counted", 1)]


def test_a_late_pause_is_no_part_of_the_account():
    """What cures nothing explains nothing."""
    late = ("2023-03-08 10:00", "2023-03-20 10:00")
    assert account("2023-03-06 09:00", "1wd", late) == account("2023-03-06 09:00", "1wd")
    assert DayReason.PAUSED not in {reason for _, reason, _ in account("2023-03-06 09:00", "1wd", late)}


def test_beyond_the_last_working_day_nothing_is_promised():
    """The calendar never guesses what follows it, nor what went before."""
    with pytest.raises(HorizonError) as caught:
        promised("2023-12-29 09:00", "1wd")
    assert caught.value.key == "promise_past_horizon"
    with pytest.raises(HorizonError) as caught:
        promised("2022-12-17 09:00", "1wd")
    assert caught.value.key == "before_legal_calendar"
    with pytest.raises(HorizonError):
        LegalCalendar(np.array([]), *MORNING, *AFTERNOON).next_morning(0)


@pytest.mark.parametrize(
    ("days", "shifts"),
    [([1, 1], (*MORNING, *AFTERNOON)), ([2, 1], (*MORNING, *AFTERNOON)), ([1, 2], (*AFTERNOON, *MORNING))],
)
def test_a_legal_calendar_has_its_days_and_shifts_in_order(days, shifts):
    """The constructor proves that days increase and that mornings precede afternoons."""
    with pytest.raises(ValueError, match=r"increasing|morning"):
        LegalCalendar(np.array(days), *shifts)


@pytest.mark.parametrize("text", ["3wd", "1hd", "same_day", "120wd"])
def test_a_limit_is_written_as_it_is_read(text):
    """Reading a limit and writing it are inverse, alone and in a scenario."""
    assert str(TimeLimit.parse(text)) == text
    adapter = TypeAdapter(Limit)
    assert adapter.dump_python(adapter.validate_python(text)) == text


@pytest.mark.parametrize("given", ["3", 3, "0wd", "wd", "-1wd", "3 days", None, "2same_day"])
def test_a_limit_without_a_unit_is_refused(given):
    """A number alone could be days or half-days; the message repeats what was given."""
    with pytest.raises(UserError) as caught:
        TimeLimit.parse(given)
    assert (caught.value.key, caught.value.values) == ("bad_time_limit", {"given": str(given)})
    with pytest.raises(ValidationError, match="bad_time_limit"):
        TypeAdapter(Limit).validate_python(given)


@pytest.mark.parametrize(("unit", "n"), [(LimitUnit.SAME_DAY, 1), (LimitUnit.WORKING_DAY, 0)])
def test_a_limit_has_the_number_that_its_unit_asks_for(unit, n):
    """Same day has no number, every other unit has one."""
    with pytest.raises(ValueError, match="limit"):
        TimeLimit(unit, n)
