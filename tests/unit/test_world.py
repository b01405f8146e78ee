"""Places, people, calendars, lines and windows: what stands still while dossiers move."""

import numpy as np
import pytest

from onestop_sim.calendar import WorkCalendar
from onestop_sim.clock import DAY_S
from onestop_sim.deadline import LegalCalendar, TimeLimit
from onestop_sim.errors import HorizonError, UserError
from onestop_sim.plan.draws import Seed
from onestop_sim.plan.world import build_world
from onestop_sim.terms import NEVER, NO_INSTANT, NOBODY, ApologyRule, AtClosing, LineKind
from tests.plans import plan_of
from tests.scenarios import tiny_scenario

HOUR_S = 3600


def world_of(**changes):
    """The static part of the plan of a tiny scenario."""
    return build_world(tiny_scenario(**changes), Seed(1, 0))


def roster(world, place, number=0):
    """When the officer with a number (from 0) at a place is on duty."""
    people = np.flatnonzero(world.officers.place == world.place_names.index(place))
    shifts = world.calendars[world.officers.calendar[people[number]]]
    return WorkCalendar(shifts.opens_s, shifts.closes_s)


def doors(world, place):
    """When a place is open."""
    shifts = world.calendars[world.places.calendar[world.place_names.index(place)]]
    return WorkCalendar(shifts.opens_s, shifts.closes_s)


def day(world, iso):
    """The midnight that begins a date."""
    return world.span.clock.parse_instant(f"{iso} 00:00")


def worked(calendar, world, first, last):
    """Hours of duty from one date to another, both included."""
    return calendar.worked_between(day(world, first), day(world, last) + DAY_S) / HOUR_S


def test_an_office_stands_in_each_unit_of_its_level_or_once():
    """An office with a level stands in every unit with that label, one with a unit there alone."""
    assert world_of().place_names == (
        "district/desk",
        "district/division",
        "district/leader",
        "district/land",
        "xa_dong/commune_desk",
        "xa_tay/commune_desk",
    )


def test_an_applicant_finds_the_office_of_his_unit_or_of_the_nearest_above():
    """A hamlet has the desk of its commune; an office that stands once is found from everywhere."""
    world = world_of(
        units={"thon": {"title": "Thôn", "level": "hamlet", "parent": "xa_tay", "population": 9}}
    )
    offices, units = list(tiny_scenario().offices), ["district", "xa_dong", "xa_tay", "thon"]
    found = world.place_at[offices.index("commune_desk")]
    names = [world.place_names[at] if at >= 0 else None for at in found]
    assert dict(zip(units, names, strict=True)) == {
        "district": None,
        "xa_dong": "xa_dong/commune_desk",
        "xa_tay": "xa_tay/commune_desk",
        "thon": "xa_tay/commune_desk",
    }
    assert (world.place_at[offices.index("leader")] == world.place_names.index("district/leader")).all()


def test_an_office_out_of_reach_is_one_clear_error():
    """Applicants of a unit without the desk, and without one above it, are told of before the run."""
    changes = {"demand": {"communes": {"level": "district", "unit_weights": {"district": 1}}}}
    with pytest.raises(UserError) as error:
        plan_of(tiny_scenario(**changes))
    assert error.value.key == "lint_no_such_place"
    assert error.value.values["office"] == "commune_desk"
    assert error.value.values["unit"] == "district"


def test_officers_are_people_with_numbers_in_order():
    """Groups become people in the order of the file, each with a name of his own at his place."""
    world = world_of(
        offices={"desk": {"officers": {"clerk": {"n": 2, "speed": 0.5}, "guide": {"n": 1}}}},
    )
    assert world.officer_names[:3] == ("clerk.1", "clerk.2", "guide.1")
    assert world.officers.speed[:3].tolist() == [0.5, 0.5, 1.0]
    assert (np.diff(world.officers.place) >= 0).all()


def test_officers_by_unit_replace_those_of_the_office():
    """A unit whose people are others has those alone."""
    world = world_of(offices={"commune_desk": {"officers_by_unit": {"xa_tay": {"clerk": {"n": 3}}}}})
    counts = np.bincount(world.officers.place, minlength=6)
    assert counts[world.place_names.index("xa_dong/commune_desk")] == 1
    assert counts[world.place_names.index("xa_tay/commune_desk")] == 3


def test_skills_are_bits_and_none_named_is_everything():
    """An officer with skills has their bits; one without any named can do everything."""
    world = world_of(
        skills=["a", "b", "c"],
        offices={"desk": {"officers": {"clerk": {"skills": ["c", "a"]}}}},
    )
    assert world.officers.skills[:3].tolist() == [0b101, 0b101, -1]


def test_holidays_close_an_office_that_follows_the_legal_calendar():
    """No officer is on duty from 20 to 26 January 2023 (Tết Quý Mão); the post, which follows none, is."""
    world = world_of(offices={"land": {"officers": {"surveyor": {"roster": "post"}}}})
    assert worked(roster(world, "district/leader"), world, "2023-01-20", "2023-01-26") == 0
    assert worked(roster(world, "district/leader"), world, "2023-01-19", "2023-01-27") == 16
    assert worked(roster(world, "district/land"), world, "2023-01-20", "2023-01-26") == 6 * 8


def test_saturday_reception_opens_the_desk_and_makes_no_working_day():
    """A Saturday with reception is open as stated and does not count in a time limit."""
    office = {"office": {"saturday_shifts": ["08:00-11:00"], "closed_days": ["2023-02-18"]}}
    world = world_of(calendars=office)
    assert worked(doors(world, "district/desk"), world, "2023-02-11", "2023-02-12") == 3
    assert worked(doors(world, "district/desk"), world, "2023-02-18", "2023-02-18") == 0
    saturday = day(world, "2023-02-11") // DAY_S
    assert saturday not in world.legal_calendars[0].working_days


@pytest.mark.parametrize("block", ["30 min", {"kind": "gamma", "mean": 40, "sd": 30, "unit": "min"}])
def test_available_share_is_left_on_average_at_every_hour(block):
    """Other duties leave the stated share of the roster, in the first hour of the day as in the last."""
    periods = {"2023q1": {"first_day": "2015-02-02", "last_day": "2022-12-30"}}
    world = world_of(
        periods=periods,
        rules={"other_duty_block": block},
        offices={"division": {"officers": {"specialist": {"n": 1, "available_share": 0.7}}}},
    )
    mine, whole = roster(world, "district/division"), roster(world, "district/leader")
    for shift in ((7.5, 8.5), (7.5, 17.5), (16.5, 17.5)):
        days = world.span.days()
        starts, ends = (days * DAY_S + int(hour * HOUR_S) for hour in shift)
        full = whole.worked_before_many(ends) - whole.worked_before_many(starts)
        left = (mine.worked_before_many(ends) - mine.worked_before_many(starts))[full > 0] / full[full > 0]
        # Days are independent: the mean of about 2,000 of them, within four standard errors.
        assert len(left) > 1900
        assert abs(left.mean() - 0.7) < 4 * left.std() / np.sqrt(len(left))


def test_blocks_of_other_duties_have_their_length():
    """Between two stretches of duty inside a half-day lies at least one whole block."""
    mine = roster(world_of(), "district/division")
    gaps = mine.opens_s[1:] - mine.closes_s[:-1]
    inside = gaps[(mine.closes_s[:-1] % DAY_S < 11 * HOUR_S) & (gaps < 3 * HOUR_S)]
    assert len(inside) > 50
    assert inside.min() >= 30 * 60 - 1


def test_blocks_without_length_are_an_error():
    """Other duties of no length cannot fill a share of the roster."""
    with pytest.raises(UserError, match="greater_than"):
        world_of(rules={"other_duty_block": "0 s"})


def test_nobody_is_left_when_nothing_is():
    """An available share of zero leaves an officer who never comes."""
    world = world_of(offices={"division": {"officers": {"specialist": {"n": 1, "available_share": 0}}}})
    assert roster(world, "district/division").total_s == 0


def test_an_absence_takes_the_highest_numbers():
    """Half of two specialists away for a week: the second is, the first is not."""
    world = world_of(
        offices={"division": {"officers": {"specialist": {"available_share": 1}}}},
        changes={
            "course": {
                "kind": "absence",
                "office": "division",
                "first_day": "2023-02-06",
                "last_day": "2023-02-10",
                "away_share": 0.5,
            }
        },
    )
    first, second = roster(world, "district/division", 0), roster(world, "district/division", 1)
    assert worked(first, world, "2023-02-06", "2023-02-10") == 40
    assert worked(second, world, "2023-02-06", "2023-02-10") == 0
    assert worked(second, world, "2023-02-13", "2023-02-17") == 40


def test_a_closure_shuts_the_doors_where_it_happens():
    """A closed commune desk has no hours and nobody on duty; the other commune knows nothing of it."""
    shut = {"kind": "closure", "office": "commune_desk", "units": ["xa_dong"], "first_day": "2023-02-06"}
    world = world_of(changes={"shut": shut | {"last_day": "2023-02-07"}})
    for calendar in (roster, doors):
        assert worked(calendar(world, "xa_dong/commune_desk"), world, "2023-02-06", "2023-02-08") == 8
        assert worked(calendar(world, "xa_tay/commune_desk"), world, "2023-02-06", "2023-02-08") == 24


def test_more_officers_come_last_and_on_their_date():
    """Those whom a change adds have the highest numbers and begin on its first day."""
    help_ = {"kind": "more_officers", "office": "desk", "first_day": "2023-02-06", "officers": {"n": 1}}
    world = world_of(changes={"help": help_})
    newcomer = roster(world, "district/desk", 2)
    assert world.officer_names[2] == "help.1"
    assert newcomer.opens_s[0] == day(world, "2023-02-06") + 7.5 * HOUR_S


@pytest.mark.parametrize(
    ("stops", "desk_h", "division_h"), [("recording", 8, 8), ("acceptance", 0, 8), ("work", 0, 0)]
)
def test_an_outage_stops_what_it_says(stops, desk_h, division_h):
    """An outage of acceptance sends the desks home, one of work everybody, one of recording nobody."""
    outage = {"first_day": "2023-02-06", "last_day": "2023-02-06", "stops": stops}
    world = world_of(
        offices={"division": {"officers": {"specialist": {"available_share": 1}}}},
        software={"outages": {"down": outage}},
    )
    assert worked(roster(world, "district/desk"), world, "2023-02-06", "2023-02-06") == desk_h
    assert worked(roster(world, "district/division"), world, "2023-02-06", "2023-02-06") == division_h
    assert world.outages.where.tolist() == [NOBODY]
    assert world.outages.until_s[0] - world.outages.from_s[0] == DAY_S


def test_agencies_of_a_level_are_one_for_each_unit():
    """Each commune answers for itself; offices of one agency in the district share it."""
    world = world_of(apologies={"default": {"rule": "day_before_if_unfinished"}})
    assert world.agency_names == (
        "office_of_the_committee",
        "division",
        "land",
        "xa_dong/commune",
        "xa_tay/commune",
    )
    at = world.place_names.index
    assert world.places.agency[at("district/desk")] == world.places.agency[at("district/leader")]
    assert (world.agencies.apology_rule == ApologyRule.DAY_BEFORE_IF_UNFINISHED).all()


def test_places_keep_the_rules_of_their_office():
    """What an office says of closing, margins and visitors stands in the row of its place."""
    world = world_of(
        offices={"land": {"margin_wd": 2, "at_closing": "hand_back", "visitors_leave_at_close": False}}
    )
    at = world.place_names.index("district/land")
    assert world.places.margin_s[at] == 2 * 8 * HOUR_S
    assert world.places.at_closing[at] == AtClosing.HAND_BACK
    assert not world.places.leave_at_close[at]
    assert world.places.is_desk.tolist() == [True, False, False, False, True, True]


def test_the_post_has_rounds_on_each_day_of_its_calendar():
    """Two collections and two deliveries on each postal day, Saturdays included, Sundays not."""
    world = world_of()
    line = list(tiny_scenario().lines).index("post")
    rounds = world.timetables[world.lines.timetable[line]]
    assert world.lines.kind[line] == LineKind.POST
    week = (rounds.collects_s >= day(world, "2023-02-06")) & (rounds.collects_s < day(world, "2023-02-13"))
    assert week.sum() == 2 * 6
    assert set(rounds.collects_s % DAY_S) == {9 * HOUR_S, 15 * HOUR_S}
    assert (np.diff(rounds.delivers_s) > 0).all()
    assert rounds.delivers_s[-1] > world.span.end_day * DAY_S


def test_a_line_that_begins_on_a_date_replaces_another():
    """Start and predecessor of a line are an instant and an index; a line that always ran has neither."""
    world = world_of(lines={"van": {"kind": "paper", "starts": "2023-02-15", "before": "post"}})
    names = list(tiny_scenario().lines)
    assert world.lines.before[-1] == names.index("post")
    assert world.lines.starts_s[-1] == 14 * DAY_S
    assert (world.lines.starts_s[:-1] == NO_INSTANT).all()


def test_scanning_and_clean_ups_are_windows_and_instants():
    """Scanning holds where and from when it is said; a campaign ends with its working day."""
    world = world_of(
        offices={"commune_desk": {"scanning": {"s": {"first_day": "2023-02-02", "units": ["xa_tay"]}}}},
        software={"clean_ups": {"c": {"day": "2023-02-20", "units": ["xa_dong"]}}},
    )
    assert [world.place_names[at] for at in world.scanning.where] == ["xa_tay/commune_desk"]
    assert (world.scanning.from_s[0], world.scanning.until_s[0]) == (DAY_S, NEVER)
    assert world.clean_ups.unit.tolist() == [1]
    assert world.clean_ups.at_s[0] == day(world, "2023-02-20") + 17.5 * HOUR_S


def test_software_that_does_not_know_the_cutoff_has_none():
    """The cut-off of the legal calendar is a number of seconds, or -1 where the software ignores it."""
    assert world_of().legal_calendars[0].cutoff_s == 15 * HOUR_S
    assert world_of(software={"knows_cutoff": False}).legal_calendars[0].cutoff_s == -1


def test_the_warm_up_is_counted_in_working_days():
    """Ten working days before 1 February 2023 begin on 11 January, for Tết lies between."""
    world = world_of()
    assert world.span.clock.date_of_day(world.span.start_day).isoformat() == "2023-01-11"
    assert world.span.clock.date_of_day(world.span.end_day).isoformat() == "2023-03-08"


def test_the_warm_up_is_twice_the_longest_limit_unless_said():
    """With a longest limit of ten working days the warm-up has twenty."""
    world = world_of(horizon={"warm_up_wd": None})
    days = world.legal_calendars[0].working_days
    assert ((days >= world.span.start_day) & (days < 0)).sum() == 20
    assert world.span.start_day in days


def test_calendars_reach_beyond_every_promise():
    """Twice the longest limit can be promised at the very end; a day off at the start has a day before it."""
    world = world_of(procedures={"land_transfer": {"limit": "60wd"}})
    days = world.legal_calendars[0]
    legal = LegalCalendar(days.working_days, 27000, 41400, 48600, 63000)
    assert legal.promised_at(world.span.end_day * DAY_S, TimeLimit.parse("120wd")) > 0
    assert legal.promised_at(world.span.start_day * DAY_S, TimeLimit.parse("same_day"))


def test_calendars_end_with_the_years_that_are_known():
    """A year whose successor is not announced can be simulated; one that is not known itself cannot."""
    world = world_of(periods={"2023q1": {"first_day": "2026-09-01", "last_day": "2026-11-30"}})
    assert world.span.clock.date_of_day(world.span.last_day).isoformat() == "2026-12-31"
    with pytest.raises(HorizonError):
        world_of(periods={"2023q1": {"first_day": "2026-12-01", "last_day": "2026-12-31"}})
