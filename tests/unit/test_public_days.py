"""The calendar of the Vietnamese civil service, against counts made by others."""

import csv
from importlib.resources import files

import holidays
import pytest

from onestop_sim.calendar import FIRST_YEAR, LAST_YEAR, DayKind, PublicDays
from onestop_sim.clock import Clock, parse_date
from onestop_sim.errors import HorizonError

CLOCK = Clock(parse_date("2023-01-01"))
PUBLIC_DAYS = PublicDays()


def n_working_days(first: str, last: str) -> int:
    """Working days from one date to another, both included."""
    first_day, last_day = CLOCK.day_number(parse_date(first)), CLOCK.day_number(parse_date(last))
    return len(PUBLIC_DAYS.working_days(CLOCK, first_day, last_day))


def exchanged_days() -> list[dict[str, str]]:
    """Rows of the committed table."""
    table = files("onestop_sim").joinpath("vietnam_days.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(table.splitlines()))


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2022-12-15", "2023-03-14", 58),  # first quarter of 2023 in the reporting calendar
        ("2023-01-01", "2023-03-31", 59),
        ("2023-01-01", "2023-12-31", 249),
        ("2021-12-05", "2022-12-05", 250),  # Bình Sơn's year: a Sunday to a Monday, both included
        ("2022-10-26", "2023-10-25", 250),  # Ninh Hải's year
    ],
)
def test_the_reports_periods_have_their_working_days(first, last, expected):
    """Each reporting period has as many working days as were counted by hand, both ends included."""
    assert n_working_days(first, last) == expected


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2014, 252),  # 27 December worked for 2 January 2015
        (2015, 250),
        (2016, 251),
        (2017, 250),
        (2018, 250),  # 31 December off, worked on 5 January 2019
        (2019, 252),
        (2020, 252),
        (2021, 250),  # National Day has two days from this year on
        (2022, 249),
        (2023, 249),
        (2024, 251),
        (2025, 250),
        (2026, 249),  # 24 November is new
    ],
)
def test_every_covered_year_keeps_its_number_of_working_days(year, expected):
    """A new release of the holidays package must not move a past year unnoticed."""
    assert n_working_days(f"{year}-01-01", f"{year}-12-31") == expected


@pytest.mark.parametrize(
    "day",
    [
        *("2023-01-02", "2023-01-20", "2023-01-23", "2023-01-24", "2023-01-25", "2023-01-26"),
        *("2023-05-01", "2023-05-02", "2023-05-03", "2023-09-01", "2023-09-04"),
        *("2026-01-02", "2026-08-31", "2026-11-24", "2014-02-05"),
    ],
)
def test_announced_days_off_are_days_off(day):
    """Tết, days in lieu of a holiday at the weekend, and exchanged days do not count."""
    assert PUBLIC_DAYS.kind(parse_date(day)) == DayKind.PUBLIC_HOLIDAY


@pytest.mark.parametrize("day", ["2023-01-19", "2023-01-27", "2023-05-04", "2023-09-05", "2026-01-05"])
def test_the_days_around_a_holiday_are_worked(day):
    """A holiday ends where its announcement ends."""
    assert PUBLIC_DAYS.kind(parse_date(day)) == DayKind.WORKING


def test_a_saturday_worked_in_lieu_is_a_working_day():
    """Saturday 10 January 2026 is worked for Friday 2 January."""
    assert PUBLIC_DAYS.kind(parse_date("2026-01-10")) == DayKind.MAKE_UP


def test_a_holiday_at_the_weekend_is_told_from_a_weekend():
    """Saturday 2 September 2023 is National Day, the Saturday before is a Saturday."""
    assert PUBLIC_DAYS.kind(parse_date("2023-09-02")) == DayKind.PUBLIC_HOLIDAY
    assert PUBLIC_DAYS.kind(parse_date("2023-08-26")) == DayKind.WEEKEND


def test_the_scenario_has_the_last_word():
    """An override makes a holiday a working day and a working day a day off."""
    said = PublicDays({parse_date("2023-01-20"): "work", parse_date("2023-01-19"): "off"})
    assert said.kind(parse_date("2023-01-20")) == DayKind.WORKING
    assert said.kind(parse_date("2023-01-19")) == DayKind.PUBLIC_HOLIDAY


def test_an_uncovered_year_is_refused_with_the_years_that_are_covered():
    """Nobody's holidays are guessed, unless the scenario states the date itself."""
    day = parse_date("2027-02-08")
    with pytest.raises(HorizonError) as caught:
        PUBLIC_DAYS.kind(day)
    assert caught.value.key == "year_not_covered"
    assert caught.value.values == {"given": "2027-02-08", "first": FIRST_YEAR, "last": LAST_YEAR}
    assert PublicDays({day: "off"}).kind(day) == DayKind.PUBLIC_HOLIDAY


def test_every_made_up_day_is_a_day_of_a_weekend_and_has_a_source():
    """The committed table makes up on Saturdays, frees weekdays, and says where each row comes from."""
    for row in exchanged_days():
        is_weekend = parse_date(row["date"]).weekday() >= 5
        assert is_weekend is (row["kind"] == "work"), row
        assert row["source"], row


def test_as_many_days_are_made_up_as_were_exchanged():
    """Each "làm bù cho" names a day off of the table, and no day is made up twice."""
    rows = exchanged_days()
    made_up_for = ["-".join(reversed(row["name"][-10:].split("/"))) for row in rows if row["kind"] == "work"]
    days_off = {row["date"] for row in rows if row["kind"] == "off"}
    assert len(set(made_up_for)) == len(made_up_for)
    assert set(made_up_for) <= days_off
    assert {row["date"] for row in rows if row["name"].startswith("Hoán đổi")} == set(made_up_for)


def test_our_table_knows_every_exchange_that_the_package_knows():
    """A Saturday that the holidays package calls worked is a working day here as well."""
    known = holidays.country_holidays("VN", years=range(FIRST_YEAR, LAST_YEAR + 1)).weekend_workdays
    assert {PUBLIC_DAYS.kind(day) for day in known} == {DayKind.MAKE_UP}
