"""Who files where, by each rule: two communes and a district, places and distances worked out by hand."""

import math

import numpy as np
import pytest
from pydantic import ValidationError

import onestop_sim as oss
from onestop_sim.engine.simulate import simulate
from onestop_sim.eventlog.laws import check_laws
from onestop_sim.plan.plan import RECEIVING, RETURNING
from onestop_sim.plan.storage import fingerprint, load, save
from onestop_sim.stats.catalogue import measure
from onestop_sim.study.lint import lint
from onestop_sim.terms import Channel, EventKind, Statistic, StepKind
from tests.plans import lives, plan_of, shared
from tests.scenarios import tiny_scenario

POSITIONS = {
    "district": {"position": [0, 0]},
    "xa_dong": {"position": [3, 4]},
    "xa_tay": {"position": [-6, 8]},
}
"""Xã Đông is 5 km from the district's desk, Xã Tây 10 km, and the two communes 9.85 km from each other."""

CHOICE = {
    "rule": "nearest_to_home",
    "procedures": ["business", "certified_copy"],
    "desks": ["desk", "commune_desk"],
    "uses_share": 1.0,
    "home_radius": 1e-6,
    "detour_factor": 1.3,
    "work": {"in_own_unit_share": 0.0, "distance_km": 8},
}
"""Everybody lives at the desk of his commune, and works elsewhere."""


def scenario_of(free=True, units=None, changes=None, **choice):
    """The tiny scenario with positions and a choice of desk."""
    rule = {"reception_rule": "non_geographic"} if free else {}
    own = {"units": units or POSITIONS, "choice_of_desk": CHOICE | choice} | rule | (changes or {})
    return tiny_scenario(**own)


def unit_of(plan, places):
    """Names of the units of some places."""
    return np.array([plan.names.places[one].split("/")[0] for one in places])


def users_of(plan, procedure="business"):
    """Dossiers of a procedure whose applicants come in person and for one dossier."""
    dossiers, n = plan.dossiers, len(plan.dossiers)
    alone = (dossiers.carrier == np.arange(n)) & (dossiers.next_in_visit == -1)
    mine = dossiers.procedure == plan.names.procedures.index(procedure)
    return np.flatnonzero(mine & alone & (dossiers.channel == Channel.IN_PERSON))


def homes(plan, rows):
    """Names of the home units of some dossiers."""
    return np.array(plan.names.units)[plan.dossiers.home_unit[rows]]


PLAIN = plan_of(tiny_scenario())
GEOGRAPHIC = plan_of(scenario_of(free=False))
HOME = plan_of(scenario_of())


def test_the_geographic_rule_sends_everybody_to_his_own_desk_and_tells_distances_only():
    """Dossiers and rows are those of a scenario that says nothing of a choice; homes are where units are."""
    everyone = np.arange(len(PLAIN.dossiers))
    assert lives(GEOGRAPHIC, everyone) == lives(PLAIN, everyone)
    for name, column in PLAIN.dossiers.arrays().items():
        np.testing.assert_array_equal(column, getattr(GEOGRAPHIC.dossiers, name))
    assert PLAIN.origins is None
    at = {"xa_dong": (3000, 4000), "xa_tay": (-6000, 8000)}
    assert [at[one] for one in homes(GEOGRAPHIC, everyone)] == list(
        zip(GEOGRAPHIC.origins.x_m.tolist(), GEOGRAPHIC.origins.y_m.tolist(), strict=True)
    )


def test_nearest_to_home_is_the_commune_for_what_the_district_decides():
    """A household business is registered next door, decided at the district, and its paper comes back."""
    users = users_of(HOME)
    np.testing.assert_array_equal(unit_of(HOME, HOME.dossiers.receiving_place[users]), homes(HOME, users))
    assert set(unit_of(HOME, HOME.dossiers.competent_place[users])) == {"district"}
    np.testing.assert_array_equal(HOME.dossiers.returning_place[users], HOME.dossiers.receiving_place[users])
    told = 0
    for one in users.tolist():
        rows = slice(*HOME.first_row[one : one + 2])
        kinds, places = HOME.steps.kind[rows].tolist(), HOME.steps.place[rows].tolist()
        lines = [HOME.names.lines[at] if at >= 0 else "" for at in HOME.steps.line[rows]]
        desk, division = HOME.dossiers.receiving_place[one], HOME.dossiers.competent_place[one]
        if kinds[:3] == [StepKind.RECEIVE, StepKind.TRANSFER, StepKind.WORK] and StepKind.SIGN in kinds:
            told += 1
            assert (places[0], places[1], lines[1]) == (desk, division, "post")
            back = kinds.index(StepKind.SIGN) + 1
            assert (kinds[back], places[back], lines[back]) == (StepKind.TRANSFER, desk, "post")
    assert told > 20


def test_what_the_commune_decides_stays_with_the_nearest_desk_of_all_its_own():
    """Who lives at the desk of his commune has none nearer, and waits for his copy as before."""
    users = users_of(HOME, "certified_copy")
    here, there = shared(GEOGRAPHIC, HOME)
    same = np.isin(there, users)
    assert lives(GEOGRAPHIC, here[same]) == lives(HOME, there[same])


def test_online_and_post_and_several_at_once_keep_their_desks():
    """The portal and the post know one desk, and who brings several dossiers goes to his own."""
    others = np.setdiff1d(np.arange(len(HOME.dossiers)), users_of(HOME))
    np.testing.assert_array_equal(HOME.dossiers.receiving_place[others], HOME.origins.own_place[others])


def test_an_unlisted_procedure_has_no_choice():
    """Land is not on the list."""
    land = users_of(HOME, "land_transfer")
    np.testing.assert_array_equal(HOME.dossiers.receiving_place[land], HOME.origins.own_place[land])


def test_the_nearest_desk_is_the_nearest():
    """With homes all around, the desk of each is the one with the least distance of all."""
    plan = plan_of(scenario_of(home_radius=1.5))
    users = users_of(plan)
    for one in users.tolist():
        x_m, y_m = plan.origins.x_m[one], plan.origins.y_m[one]
        desks = [at for at, is_desk in enumerate(plan.places.is_desk) if is_desk]
        away = [math.dist((x_m, y_m), (plan.positions.x_m[at], plan.positions.y_m[at])) for at in desks]
        assert plan.dossiers.receiving_place[one] == desks[int(np.argmin(away))]
    assert len(set(plan.dossiers.receiving_place[users])) == 3


def test_homes_fill_a_circle_around_the_desk():
    """None farther than the radius; half of them within its 0.71-fold, which is half of the area."""
    plan = plan_of(scenario_of(home_radius=0.5))
    centre = np.array(
        [[POSITIONS[one]["position"][axis] * 1000 for axis in (0, 1)] for one in homes(plan, slice(None))]
    )
    away_m = np.hypot(plan.origins.x_m - centre[:, 0], plan.origins.y_m - centre[:, 1])
    radius_m = 0.5 * 1000 * math.dist((3, 4), (-6, 8))
    assert away_m.max() <= radius_m + 1
    assert np.mean(away_m < radius_m * math.sqrt(0.5)) == pytest.approx(0.5, abs=0.06)


def test_nearest_to_work_is_the_desk_of_the_unit_in_which_one_works():
    """From Xã Đông: district 40,000 x exp(-6.5 / 8), Xã Tây 4,000 x exp(-12.8 / 8): 95.7 % to the first."""
    plan = plan_of(scenario_of(rule="nearest_to_work", procedures=["certified_copy"]))
    users = users_of(plan, "certified_copy")
    east = users[homes(plan, users) == "xa_dong"]
    to = unit_of(plan, plan.dossiers.receiving_place[east])
    assert "xa_dong" not in to
    pulls = 40_000 * math.exp(-1.3 * 5 / 8), 4_000 * math.exp(-1.3 * math.dist((3, 4), (-6, 8)) / 8)
    expected = pulls[0] / sum(pulls)
    assert np.mean(to == "district") == pytest.approx(expected, abs=4 * math.sqrt(0.05 / len(east)))
    assert set(plan.origins.x_m[east[to == "district"]]) == {0}, "the way counts from work"


def test_one_more_unit_to_work_in_changes_only_who_works_there():
    """A third commune without any dossier takes its own workers, and all others go where they went."""
    here = scenario_of(rule="nearest_to_work", procedures=["certified_copy"])
    third = {
        "title": "Xã Bắc",
        "level": "commune",
        "parent": "district",
        "population": 9000,
        "position": [1, 9],
    }
    more = scenario_of(
        rule="nearest_to_work",
        procedures=["certified_copy"],
        units=POSITIONS | {"xa_bac": third},
        changes={"demand": {"communes": {"unit_weights": {"xa_dong": 6, "xa_tay": 4}},
                            "district": {"unit_weights": {"xa_dong": 6, "xa_tay": 4}}}},
    )  # fmt: skip
    one, other = plan_of(here), plan_of(more)
    rows, there = shared(one, other)
    users = np.isin(rows, users_of(one, "certified_copy"))
    before = unit_of(one, one.dossiers.receiving_place[rows[users]])
    after = unit_of(other, other.dossiers.receiving_place[there[users]])
    moved = before != after
    assert 0 < moved.sum() < len(moved)
    assert set(after[moved]) == {"xa_bac"}


def test_a_result_is_fetched_near_home_where_that_is_the_rule():
    """Filed near work, fetched at the desk of the commune: three places, and nobody waits."""
    plan = plan_of(scenario_of(rule="nearest_to_work", returned_at="nearest_to_home"))
    users = users_of(plan, "certified_copy")
    dossiers = plan.dossiers
    np.testing.assert_array_equal(unit_of(plan, dossiers.returning_place[users]), homes(plan, users))
    assert (unit_of(plan, dossiers.receiving_place[users]) != homes(plan, users)).all()
    for one in users.tolist():
        last = plan.first_row[one + 1] - 1
        if plan.steps.kind[last] == StepKind.HAND_OVER:
            assert plan.steps.place[last] == dossiers.returning_place[one]
            assert plan.steps.moment_share[last] >= 0
    check_laws(simulate(plan))


def test_the_extra_leg_has_a_line_of_its_own():
    """Scanned on the way there, by post on the way back."""
    plan = plan_of(scenario_of(line="electronic", line_back="post"))
    seen = set()
    for one in users_of(plan).tolist():
        rows = range(*plan.first_row[one : one + 2])
        desk = plan.dossiers.receiving_place[one]
        for row in rows:
            if plan.steps.kind[row] == StepKind.TRANSFER:
                line = plan.names.lines[plan.steps.line[row]]
                seen.add(("back" if plan.steps.place[row] == desk else "there", line))
    assert {("there", "electronic"), ("back", "post")} <= seen
    assert not {("there", "post"), ("back", "electronic")} & seen


def test_the_choice_begins_and_ends_on_its_days():
    """A pilot from 8 to 20 February, inside one run."""
    plan = plan_of(scenario_of(first_day="2023-02-08", last_day="2023-02-20"))
    users = users_of(plan)
    day = plan.dossiers.filed_s[users] // 86_400 + 1
    elsewhere = plan.dossiers.receiving_place[users] != plan.origins.own_place[users]
    np.testing.assert_array_equal(elsewhere, (day >= 8) & (day <= 20))


def test_a_larger_share_keeps_everybody_who_had_the_choice():
    """Only dossiers between the two shares are switched, and nobody else lives otherwise."""
    few, many = plan_of(scenario_of(uses_share=0.3)), plan_of(scenario_of(uses_share=0.6))
    here, there = shared(few, many)
    went = [plan.dossiers.receiving_place[rows] != plan.origins.own_place[rows]
            for plan, rows in ((few, here), (many, there))]  # fmt: skip
    assert 0 < went[0].sum() < went[1].sum()
    assert (went[1] >= went[0]).all()
    same = went[0] == went[1]
    assert lives(few, here[same]) == lives(many, there[same])


def test_a_share_files_with_any_other_desk_within_reach():
    """Within 7 km by road of Xã Đông there is the district's desk alone, of Xã Tây none."""
    plan = plan_of(scenario_of(rule="share_elsewhere", procedures=["certified_copy"], within_km=7))
    users = users_of(plan, "certified_copy")
    to = unit_of(plan, plan.dossiers.receiving_place[users])
    assert set(to[homes(plan, users) == "xa_dong"]) == {"district"}
    assert set(to[homes(plan, users) == "xa_tay"]) == {"xa_tay"}
    anywhere = plan_of(scenario_of(rule="share_elsewhere", procedures=["certified_copy"]))
    to = unit_of(anywhere, anywhere.dossiers.receiving_place[users])
    assert set(to[homes(anywhere, users) == "xa_dong"]) == {"district", "xa_tay"}


@pytest.mark.parametrize(
    ("area", "desks"),
    [("own_unit", set()), ("same_parent", {"district", "xa_tay"}), ("everywhere", {"district", "xa_tay"})],
)
def test_the_area_bounds_the_choice(area, desks):
    """In one's own unit is no other desk; under the same parent are the others and the parent's."""
    plan = plan_of(scenario_of(rule="share_elsewhere", procedures=["certified_copy"], area=area))
    users = users_of(plan, "certified_copy")
    east = users[homes(plan, users) == "xa_dong"]
    assert set(unit_of(plan, plan.dossiers.receiving_place[east])) - {"xa_dong"} == desks


def test_a_desk_without_people_who_may_do_it_is_not_chosen():
    """Not where nobody has the skill; where nobody sits one goes on, from Xã Tây 9.85 km and not 10."""
    skilled = {
        "skills": ["law"],
        "procedures": {"business": {"reception": {"skill": "law"}}},
        "offices": {"commune_desk": {"officers": {"officer": {"n": 1, "skills": []}}}},
    }
    unable = {**skilled, "skills": ["law", "copy"]}
    unable["offices"] = {"commune_desk": {"officers": {"officer": {"n": 1, "skills": ["copy"]}}}}
    empty = {"offices": {"commune_desk": {"officers_by_unit": {"xa_tay": {"officer": {"n": 0}}}}}}
    able, not_able, nobody = (plan_of(scenario_of(changes=one)) for one in (skilled, unable, empty))
    users = users_of(able)
    assert set(unit_of(able, able.dossiers.receiving_place[users])) == {"xa_dong", "xa_tay"}
    assert set(unit_of(not_able, not_able.dossiers.receiving_place[users])) == {"district"}
    assert set(unit_of(nobody, nobody.dossiers.receiving_place[users])) == {"xa_dong"}


# ── queues decide ─────────────────────────────────────────────────────────────────────────────────


BUSY = scenario_of(rule="least_busy", home_radius=0.4)


def test_where_queues_decide_rows_name_the_role_and_the_plan_names_the_desks():
    """The own desk and the others, nearest to home first; nothing is drawn for the choice itself."""
    plan = plan_of(BUSY)
    users = np.concatenate([users_of(plan), users_of(plan, "certified_copy")])
    assert set(plan.choices.dossier.tolist()) == set(users.tolist())
    for one in users[:40].tolist():
        among = plan.choices.place[plan.choices.dossier == one].tolist()
        assert len(among) == 3
        x_m, y_m = plan.origins.x_m[one], plan.origins.y_m[one]
        away = [math.dist((x_m, y_m), (plan.positions.x_m[at], plan.positions.y_m[at])) for at in among]
        assert away == sorted(away)
        rows = slice(*plan.first_row[one : one + 2])
        assert plan.steps.place[rows][0] == RECEIVING
        if plan.steps.kind[rows][-1] == StepKind.HAND_OVER:
            assert plan.steps.place[rows][-1] == RETURNING


def test_a_plan_in_which_queues_decide_can_be_saved_and_lived(tmp_path):
    """It comes back as it was, and gives the same log; simulating leaves it as it is."""
    plan = plan_of(BUSY)
    before = fingerprint(plan)
    save(plan, tmp_path / "plan.npz")
    log = simulate(plan)
    assert fingerprint(plan) == before == fingerprint(load(tmp_path / "plan.npz"))
    assert simulate(load(tmp_path / "plan.npz")).fingerprint() == log.fingerprint()
    check_laws(log)
    desks = log.dossiers["receiving_place"].to_numpy()
    assert (desks != plan.dossiers.receiving_place).any()
    assert set(desks[plan.choices.dossier]) == set(plan.choices.place)


def test_the_log_tells_where_it_was_filed():
    """Acceptance and hand-over happen at the desk of the log's column, whichever the queues chose."""
    log = simulate(plan_of(BUSY))
    desk, back = (log.dossiers[name].to_numpy() for name in ("receiving_place", "returning_place"))
    for kind, expected in ((EventKind.ACCEPTED, desk), (EventKind.READY, back)):
        events = log.events.filter(kind=int(kind))
        at = events["place"].to_numpy()
        np.testing.assert_array_equal(at, expected[events["dossier"].to_numpy()])


# ── the law ─────────────────────────────────────────────────────────────────────────────────


def test_the_clock_begins_with_acceptance_at_the_desk_and_the_office_in_charge_answers():
    """The date counts from the instant at the receiving desk; late dossiers are the district's."""
    log = simulate(HOME)
    users = users_of(HOME)
    accepted = dict(log.events.filter(kind=int(EventKind.ACCEPTED)).select("dossier", "occurred_s").rows())
    given = log.promises.filter(cause=0)
    told = [
        (one, at_s)
        for one, at_s in given.select("dossier", "occurred_s").rows()
        if one in set(users.tolist())
    ]
    assert len(told) > 20
    assert all(accepted[one] == at_s for one, at_s in told)
    period = log.tables["periods"].select("start_s", "end_s").row(0)
    assert measure(log, period, Statistic.LATE, field="ho_kinh_doanh", unit="district") == measure(
        log, period, Statistic.LATE, field="ho_kinh_doanh"
    )
    at_communes = measure(log, period, Statistic.DESK_RECEIVED, field="ho_kinh_doanh", level="commune")
    assert at_communes > 0 == measure(log, period, Statistic.RECEIVED, field="ho_kinh_doanh", level="commune")


def test_ways_are_measured_there_and_back_by_road():
    """From Xã Đông to the district's desk and back: 2 x 5 km x 1.3 = 13 km; to one's own desk nothing."""
    log = simulate(GEOGRAPHIC)
    period = log.tables["periods"].select("start_s", "end_s").row(0)
    assert measure(log, period, Statistic.TRAVEL_KM, level="commune") == pytest.approx(0, abs=0.1)
    whole = measure(log, period, Statistic.TRAVEL_KM, unit="district")
    assert whole > 0
    assert (whole / 13) == pytest.approx(round(whole / 13), abs=0.01)  # 13 and 26 km
    assert measure(log, period, Statistic.RECEIVED_ELSEWHERE) == 0
    near = measure(simulate(HOME), period, Statistic.TRAVEL_KM)
    assert near < whole


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "Dossiers accepted at the desks rise most in: Xã "),
        ("vi", "Số hồ sơ tiếp nhận tại quầy tăng nhiều nhất ở: Xã "),
    ],
)
def test_a_comparison_says_who_gains_and_who_loses(lang, sentence):
    """In words to forward: the communes gain what the district's desk loses, and the way becomes shorter."""
    headline = {"reporting": {"headline": [{"statistic": "travel_km_per_dossier"}, {"statistic": "late"}]}}
    base = scenario_of(free=False, changes=headline)
    variant = scenario_of(changes=headline | {"name": "pilot"})
    found = oss.compare(base, variant, replications=4)
    told = found.answer("pilot", lang)
    [moves] = [one for one in told.splitlines() if one.startswith(sentence)]
    gains, loses = moves.split(";")
    assert "Xã Đông" in gains
    assert "Huyện −" in loses
    nothing = oss.compare(base, base, replications=2)
    assert "rise most in" not in nothing.answer()


def test_a_listed_desk_is_reached():
    """`check` does not call a counter unreached that is there to be chosen."""
    counter = {
        "title": "Bưu cục",
        "level": "commune",
        "agency": "commune",
        "is_desk": True,
        "calendar": "office",
        "officers": 1,
    }
    scenario = scenario_of(desks=["counter", "desk"], changes={"offices": {"counter": counter}})
    assert not [one for one in lint(scenario) if one.key == "lint_office_unreached"]


# ── what cannot be ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"units": {"xa_tay": {"position": None}}}, "unit_without_position"),
        ({"choice_of_desk": {"rule": "nearest_to_work", "work": None}}, "step_lacks"),
        ({"choice_of_desk": {"procedures": ["bussiness"]}}, "unknown_name"),
        ({"choice_of_desk": {"desks": ["division"]}}, "unknown_name"),
        ({"choice_of_desk": {"line": "pigeon"}}, "unknown_name"),
        ({"choice_of_desk": {"first_day": "2023-11-01", "last_day": "2023-05-01"}}, "period_reversed"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(changes, key):
    """Distances need positions, work needs places of work, and names must exist."""
    units = {name: {**one, **changes.get("units", {}).get(name, {})} for name, one in POSITIONS.items()}
    with pytest.raises(ValidationError) as caught:
        scenario_of(units=units, **changes.get("choice_of_desk", {}))
    assert caught.value.errors()[0]["type"] == key
