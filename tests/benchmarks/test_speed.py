"""
Speed, beside others, in one run: `python -m pytest -m benchmark tests/benchmarks/test_speed.py -s`.

Five first-come-first-served stations in a row, one officer each, 50,000 dossiers, the same arrivals and
efforts for all. Ours is the public `simulate(plan)`, with rosters and the full event log, as in any run;
the baselines are the shortest idiomatic programs in plain SimPy and Ciw, open round the clock, no log.
"""

import time
from datetime import timedelta

import ciw
import numpy as np
import pytest
import simpy

from onestop_sim.calendar import WorkCalendar
from onestop_sim.clock import DAY_S, parse_date
from onestop_sim.engine.simulate import simulate
from onestop_sim.plan.compiler import compile_plan
from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.places import WEEKDAYS
from tests.shops import ALWAYS, AtClosing, office_hours, tandem

pytestmark = pytest.mark.benchmark

DOSSIERS, STATIONS, ROUNDS = 50_000, 5, 5
GAP_S, EFFORT_S = 100.0, 70.0


def draws():
    """Arrivals int64[n] and efforts int64[n, stations], at 70 % load of round-the-clock offices."""
    rng = np.random.default_rng(2023)
    arrivals_s = np.cumsum(rng.exponential(GAP_S, DOSSIERS)).astype(np.int64)
    return arrivals_s, rng.exponential(EFFORT_S, (DOSSIERS, STATIONS)).astype(np.int64) + 1


def plain_simpy(arrivals_s, efforts_s, calendar=None):
    """The shortest idiomatic SimPy program: a process for each dossier, a Resource for each station."""
    env = simpy.Environment()
    stations = [simpy.Resource(env) for _ in range(STATIONS)]

    def dossier(efforts):
        for station, effort_s in zip(stations, efforts, strict=True):
            with station.request() as officer:
                yield officer
                if calendar is not None:
                    effort_s = calendar.add_working(env.now, effort_s) - env.now
                yield env.timeout(effort_s)

    def source():
        for arrival_s, efforts in zip(arrivals_s, efforts_s, strict=True):
            yield env.timeout(arrival_s - env.now)
            env.process(dossier(efforts))

    env.process(source())
    env.run()


def plain_ciw(arrivals_s, efforts_s):
    """The shortest idiomatic Ciw program; it draws its own numbers of the same distributions."""
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(1 / GAP_S)] + [None] * (STATIONS - 1),
        service_distributions=[ciw.dists.Exponential(1 / EFFORT_S)] * STATIONS,
        number_of_servers=[1] * STATIONS,
        routing=np.eye(STATIONS, k=1).tolist(),
    )
    ciw.seed(1)
    ciw.Simulation(network).simulate_until_max_customers(len(arrivals_s), method="Finish")


def scenario_of_the_same_shop():
    """The five stations as a planner would write them: filed online, electronic throughout, never closed."""
    always = {"shifts": ["00:00-24:00"], "weekdays": list(WEEKDAYS)}
    effort = {"kind": "exponential", "mean": EFFORT_S, "unit": "s"}
    station = {"title": "station", "unit": "d", "agency": "a", "calendar": "always", "officers": 1}
    names = [f"station_{number}" for number in range(1, STATIONS)]
    route = {name: {"office": name, "effort": effort, "carried": "software"} for name in names}
    route[names[-1]]["kind"] = "sign"
    last_day = parse_date("2023-03-01") + timedelta(days=round(DOSSIERS * GAP_S / DAY_S))
    return Scenario.model_validate(
        {
            "name": "tandem",
            "title": "Five stations in a row",
            "periods": {"p": {"first_day": "2023-03-01", "last_day": last_day.isoformat()}},
            "horizon": {"warm_up_wd": 0},
            "legal_calendars": {"vietnam": {"morning": "07:00-11:30", "afternoon": "13:30-17:00"}},
            "calendars": {"always": always},
            "units": {"d": {"title": "District", "level": "district", "population": 1}},
            "apologies": {"default": {"rule": "none", "compliance": 0, "signing_delay": "1 h"}},
            "agencies": {"a": {"title": "Agency"}},
            "offices": {"desk": {**station, "is_desk": True}} | dict.fromkeys(names, station),
            "procedures": {
                "only": {
                    "title": "Procedure",
                    "field": "field",
                    "filed_at": "desk",
                    "competent": names[-1],
                    "limit": "30wd",
                    "online_share": 1,
                    "reception": {"effort": effort},
                    "route": route,
                    "hand_over": {"effort": "0 s", "online_share": 1},
                }
            },
            "profiles": {
                "flat": {"weekdays": dict.fromkeys(WEEKDAYS, 1), "hours": {"00:00-24:00": 1}, "any_day": True}
            },
            "demand": {
                "all": {
                    "n_per_period": {"p": DOSSIERS},
                    "level": "district",
                    "mix": {"only": 1},
                    "count": "exact",
                    "profile": "flat",
                }
            },
            "applicants": {"comes_back_after": "1 d"},
            "lines": {"software": {"kind": "electronic"}},
            "rules": {"within_unit": "software", "between_units": "software", "online": "software"},
        }
    )


def seconds(run, *args):
    """Processor time of one call."""
    begin = time.process_time()
    run(*args)
    return time.process_time() - begin


def test_speed_against_plain_simpy_and_ciw():
    """`simulate` makes at least 2 times the step visits a second of plain SimPy, and 7 times those of Ciw."""
    arrivals_s, efforts_s = draws()
    lists = arrivals_s.tolist(), efforts_s.tolist()
    # Office hours: the same work, spread over the opening hours of some weeks of 40 hours.
    hours, closing = office_hours(), AtClosing.PAUSE
    opened = WorkCalendar.covering(*np.array(hours).T)
    spread_s = np.array([opened.add_working(0, int(arrival_s)) for arrival_s in arrivals_s])
    by_day = spread_s.tolist(), lists[1]
    plan = tandem(arrivals_s, efforts_s, (1,) * STATIONS, ALWAYS)
    day_plan = tandem(
        spread_s, efforts_s, (1,) * STATIONS, hours, int(opened.closes_s[-1]), at_closing=closing
    )
    scenario = scenario_of_the_same_shop()
    runs = {
        "a scenario: compiled, simulated": lambda: simulate(
            compile_plan(scenario, root_seed=1, replication=0)
        ),
        "onestop_sim, 24/7, log": lambda: simulate(plan),
        "plain SimPy, 24/7, no log": lambda: plain_simpy(*lists),
        "Ciw, 24/7, no log": lambda: plain_ciw(*lists),
        "onestop_sim, office hours, log": lambda: simulate(day_plan),
        "plain SimPy, office hours, no log": lambda: plain_simpy(*by_day, opened),
    }
    took_s = {name: [] for name in runs}  # the best of each, as `timeit` advises: noise only ever adds
    for _ in range(ROUNDS):
        for name, run in runs.items():
            took_s[name].append(seconds(run))
    rate = {name: DOSSIERS * STATIONS / min(took) for name, took in took_s.items()}
    compiled, ours, simpys, ciws, ours_hours, simpys_hours = rate.values()
    print()
    for name, visits in rate.items():
        print(f"{name:36s}{visits:12,.0f} step visits a second")
    print(f"ours / plain SimPy {ours / simpys:.2f}   ours / Ciw {ours / ciws:.2f}")
    print(f"compiled and simulated / plain SimPy {compiled / simpys:.2f}")
    print(f"ours / plain SimPy, office hours on both sides {ours_hours / simpys_hours:.2f}")
    assert ours >= 2.0 * simpys
    assert ours >= 7.0 * ciws
