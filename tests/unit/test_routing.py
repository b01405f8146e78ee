"""The way of each dossier, unrolled: which rows, where, by which line, how long, in whose presence."""

import numpy as np
import pytest

from onestop_sim.clock import DAY_S
from onestop_sim.terms import NEVER, NOBODY, Channel, StepKind
from tests.plans import plan_of
from tests.scenarios import TINY, tiny_scenario

K = StepKind
ENDS = {K.REFUSE, K.SEND_HOME, K.WITHDRAW, K.HAND_OVER, K.DELIVER_HOME}
PLAN = plan_of(tiny_scenario())


def of(plan, procedure, channel=None):
    """Rows of the dossiers of a procedure, of one channel or of all."""
    mine = plan.dossiers.procedure == plan.names.procedures.index(procedure)
    return np.flatnonzero(mine if channel is None else mine & (plan.dossiers.channel == channel))


def kinds(plan, dossier):
    """Kinds of the rows of a dossier."""
    return [K(int(one)) for one in plan.steps.kind[rows(plan, dossier)]]


def rows(plan, dossier):
    """Rows of a dossier."""
    return np.arange(plan.first_row[dossier], plan.first_row[dossier + 1])


def places(plan, dossier):
    """Names of the places of a dossier's rows."""
    return [plan.names.places[at] if at >= 0 else None for at in plan.steps.place[rows(plan, dossier)]]


def rows_of(plan, kind, name=None):
    """All rows of a kind, of one name or of all."""
    found = plan.steps.kind == kind
    if name is not None:
        found &= plan.steps.name == plan.names.steps.index(name)
    return np.flatnonzero(found)


def dossier_of(plan, which):
    """Dossiers to which rows belong."""
    return np.searchsorted(plan.first_row, which, side="right") - 1


def business(**changes):
    """The plan of 2,000 business registrations with something changed about the procedure."""
    return plan_of(
        tiny_scenario(
            procedures={"business": changes},
            demand={"communes": None, "district": {"n_per_period": {"2023q1": 2_000}}},
        )
    )


def share_within(seen, n, share):
    """Whether a number of n lies within four binomial deviations of a share."""
    return abs(seen - n * share) < 4 * np.sqrt(n * share * (1 - share))


def test_a_same_day_dossier_is_received_signed_and_handed_over_in_one_visit():
    """A copy certified at the commune desk has three rows, one place and an applicant who waits."""
    plan = plan_of(tiny_scenario(procedures={"certified_copy": {"reception": {"incomplete_share": 0}}}))
    for dossier in of(plan, "certified_copy"):
        assert kinds(plan, dossier) == [K.RECEIVE, K.SIGN, K.HAND_OVER]
        assert len(set(places(plan, dossier))) == 1
        assert plan.steps.moment_share[rows(plan, dossier)].tolist() == [-1, -1, -1]
        assert plan.steps.delay_s[rows(plan, dossier)].tolist() == [0, 0, 0]
        assert plan.steps.effort_s[rows(plan, dossier)].tolist() == [300, 240, 120]


def test_a_lien_thong_dossier_goes_to_the_district_by_post_and_comes_back():
    """Liên thông of land: post to the land office, paper to the leader, post back to the commune's desk."""
    land = of(PLAN, "land_transfer")
    measured = [d for d in land if K.DELAY in kinds(PLAN, d)]
    home = PLAN.names.units[PLAN.dossiers.home_unit[measured[0]]]
    desk = f"{home}/commune_desk"
    assert list(zip(kinds(PLAN, measured[0]), places(PLAN, measured[0]), strict=True)) == [
        (K.RECEIVE, desk),
        (K.TRANSFER, "district/land"),
        (K.DELAY, "district/land"),
        (K.WORK, "district/land"),
        (K.AWAIT_APPLICANT, "district/land"),
        (K.TRANSFER, "district/leader"),
        (K.SIGN, "district/leader"),
        (K.TRANSFER, desk),
        (K.HAND_OVER, desk),
    ]
    steps = rows(PLAN, measured[0])
    lines = [PLAN.names.lines[one] for one in PLAN.steps.line[steps] if one >= 0]
    assert lines == ["post", "paper", "post"]
    assert PLAN.steps.delay_s[steps].tolist() == [0, 28_800, 2 * DAY_S, 0, 5 * DAY_S, 0, 0, 28_800, 2 * DAY_S]
    assert PLAN.steps.pauses_clock[steps].tolist() == [False] * 4 + [True] + [False] * 4
    assert PLAN.steps.allotment_s[steps].tolist() == [28_800, -1, -1, 6 * 28_800, -1, -1, 57_600, -1, -1]
    assert PLAN.steps.scan_effort_s[steps].tolist() == [300] + [0] * 8
    assert share_within(len(measured), len(land), 0.4)


def test_papers_move_exactly_when_the_place_changes():
    """Every row is done where the papers are: a transfer stands before each change of place, and no other."""
    for dossier in range(len(PLAN.dossiers)):
        at = PLAN.dossiers.receiving_place[dossier]
        posted = PLAN.dossiers.channel[dossier] == Channel.POST
        for number, row in enumerate(rows(PLAN, dossier)):
            kind, place = PLAN.steps.kind[row], PLAN.steps.place[row]
            if kind == K.TRANSFER:
                assert place != at or (posted and number == 0)
                at = place
            elif kind == K.TAKE_SUPPLEMENT:
                at = place
            elif place != NOBODY:
                assert place == at


def test_every_route_ends_in_an_end():
    """A route ends with refusal, a last sending home, withdrawal, a return without papers, or a result."""
    last = PLAN.first_row[1:] - 1
    ended = np.isin(PLAN.steps.kind[last], list(ENDS))
    silent = (PLAN.steps.kind[last] == K.RETURN_UNRESOLVED) & (PLAN.steps.place[last] == NOBODY)
    assert (ended ^ silent).all()
    assert (PLAN.first_row[1:] > PLAN.first_row[:-1]).all()
    assert (PLAN.dossiers.entry_row == PLAN.first_row[:-1]).all()


def test_a_dossier_is_signed_returned_withdrawn_or_never_accepted():
    """Exactly one of signature, return and withdrawal follows an acceptance, and none follows without one."""
    for dossier in range(len(PLAN.dossiers)):
        mine = kinds(PLAN, dossier)
        ends = sum(mine.count(one) for one in (K.SIGN, K.RETURN_UNRESOLVED, K.WITHDRAW))
        assert ends == mine.count(K.RECEIVE) <= 1


def test_visitors_come_first_and_only_applicants_are_visitors():
    """Who waits in front of the desk has priority 0; all else stands behind, unless the office says not."""
    steps = PLAN.steps
    assert (steps.priority[steps.visitor] == 0).all()
    assert (steps.priority[~steps.visitor & (steps.place >= 0)] == 1).all()
    online = np.isin(
        dossier_of(PLAN, np.arange(len(steps))), np.flatnonzero(PLAN.dossiers.channel == Channel.ONLINE)
    )
    at_desk = np.isin(steps.kind, [K.RECEIVE, K.REFUSE, K.SEND_HOME, K.TAKE_SUPPLEMENT])
    assert not steps.visitor[online & at_desk].any()
    equal = plan_of(tiny_scenario(offices={"desk": {"visitors_first": False}}))
    at = equal.steps.place == equal.names.places.index("district/desk")
    assert (equal.steps.priority[at] == 0).all()


def test_online_dossiers_have_no_paper():
    """What was filed online moves through the software, whatever line a step names."""
    route = TINY["procedures"]["business"]["route"]
    plan = business(route={"appraisal": route["appraisal"] | {"carried": "post"}})
    transfers = rows_of(plan, K.TRANSFER, "appraisal")
    online = plan.dossiers.channel[dossier_of(plan, transfers)] == Channel.ONLINE
    lines = np.array(plan.names.lines)[plan.steps.line[transfers]]
    assert set(lines[online]) == {"electronic"}
    assert set(lines[~online]) == {"post"}


def test_a_dossier_filed_by_post_is_first_brought_to_the_desk():
    """Its first row is a transfer by the post line, and nobody waits while it is received."""
    for dossier in of(PLAN, "business", Channel.POST):
        first, second = rows(PLAN, dossier)[:2]
        assert PLAN.steps.kind[first] == K.TRANSFER
        assert PLAN.names.lines[PLAN.steps.line[first]] == "post"
        assert PLAN.steps.kind[second] in (K.RECEIVE, K.REFUSE)
        assert not PLAN.steps.visitor[second]


def test_the_sent_home_come_again_or_never():
    """Form 02: after each sending home a share comes back, days later, at a moment of its day."""
    plan = business(reception={"incomplete_share": 0.4, "comes_back_share": 0.75, "refused_share": 0})
    home = rows_of(plan, K.SEND_HOME)
    mine = dossier_of(plan, home)
    last = home == plan.first_row[mine + 1] - 1
    assert share_within(last.sum(), len(home), 0.25)
    assert (plan.steps.delay_s[home] == np.where(last, 0, 2 * DAY_S)).all()
    first = plan.steps.round[home] == 0
    assert share_within(first.sum(), len(plan.dossiers), 0.4)
    again = home[~last] + 1
    walked_in = plan.steps.visitor[again]
    assert (plan.steps.moment_share[again][walked_in] >= 0).all()
    assert (plan.steps.round[again] == plan.steps.round[home[~last]] + 1).all()
    assert (walked_in == (plan.dossiers.channel[dossier_of(plan, again)] != Channel.ONLINE)).all()


def test_everybody_sent_home_gives_up_in_the_end():
    """A desk that accepts nothing sends each applicant home nine times and sees him no more."""
    plan = business(reception={"incomplete_share": 1, "refused_share": 0})
    assert not len(rows_of(plan, K.RECEIVE))
    contacts = np.bincount(dossier_of(plan, rows_of(plan, K.SEND_HOME)))
    assert set(contacts) == {9}


def test_everybody_refused_is_a_plan_of_refusals():
    """With a share of one each dossier has one contact, Form 03, and no other row but its way by post."""
    plan = business(reception={"refused_share": 1})
    assert len(rows_of(plan, K.REFUSE)) == len(plan.dossiers)
    assert set(plan.steps.kind) == {K.REFUSE, K.TRANSFER}


def test_shares_of_decisions_are_met():
    """Refusal, supplement, silence, not eligible and withdrawn have their shares of those who can be hit."""
    plan = business()
    n = len(plan.dossiers)
    refused = len(rows_of(plan, K.REFUSE))
    assert share_within(refused, n, 0.02)
    accepted = n - refused
    asked = (plan.steps.kind == K.AWAIT_APPLICANT) & (plan.steps.round == 1)
    assert share_within(asked.sum(), accepted, 0.2)
    requests = (plan.steps.kind == K.AWAIT_APPLICANT).sum()
    silent = ((plan.steps.kind == K.RETURN_UNRESOLVED) & (plan.steps.place == NOBODY)).sum()
    assert share_within(silent, requests, 0.1)
    left = accepted - silent
    assert share_within(
        ((plan.steps.kind == K.RETURN_UNRESOLVED) & (plan.steps.place >= 0)).sum(), left, 0.05
    )
    assert share_within(len(rows_of(plan, K.WITHDRAW)), left, 0.03)


def test_a_supplement_is_asked_answered_taken_in_and_the_work_done_again():
    """Request (the clock stands), intake at the desk, the way back, and the step with less effort."""
    plan = business(supplement={"share": 1, "again_share": 0, "never_answered_share": 0})
    asked = rows_of(plan, K.AWAIT_APPLICANT)
    assert len(asked) == len(plan.dossiers) - len(rows_of(plan, K.REFUSE))
    for offset, kind in enumerate([K.WORK, K.AWAIT_APPLICANT, K.TAKE_SUPPLEMENT, K.TRANSFER, K.WORK]):
        assert (plan.steps.kind[asked - 1 + offset] == kind).all()
    assert plan.steps.pauses_clock[asked].all()
    assert (plan.steps.delay_s[asked] > 0).all()
    assert (plan.steps.effort_s[asked + 1] == 300).all()
    walked_in = plan.dossiers.channel[dossier_of(plan, asked)] != Channel.ONLINE
    assert (plan.steps.visitor[asked + 1] == walked_in).all()
    assert ((plan.steps.moment_share[asked + 1] >= 0) == walked_in).all()
    assert set(plan.steps.round[asked + 3]) == {1}
    assert set(plan.steps.allotment_s[asked + 3]) == {-1}
    # Rework has luck of its own: half the mean of 40 minutes, within four standard errors (sd 12.5 min).
    again_min = plan.steps.effort_s[asked + 3] / 60
    assert abs(again_min.mean() - 20) < 4 * 12.5 / np.sqrt(len(again_min))


def test_the_cap_on_rounds_is_kept_and_counted():
    """An office that always asks again stops at the cap, and every such dossier is counted."""
    says = {"share": 1, "again_share": 1, "never_answered_share": 0, "max_rounds": 4}
    plan = business(supplement=says, not_eligible=None, withdrawn=None)
    accepted = len(rows_of(plan, K.RECEIVE))
    assert len(rows_of(plan, K.TAKE_SUPPLEMENT)) == 4 * accepted
    assert plan.capped_rounds == accepted


def test_an_unanswered_request_ends_the_life_of_a_dossier():
    """It is returned unresolved by no officer when patience is over, and nothing follows."""
    plan = business(supplement={"share": 1, "never_answered_share": 1, "gives_up_after": "45 d"})
    asked = rows_of(plan, K.AWAIT_APPLICANT)
    assert (plan.steps.delay_s[asked] == 45 * DAY_S).all()
    assert (plan.steps.kind[asked + 1] == K.RETURN_UNRESOLVED).all()
    assert (plan.steps.place[asked + 1] == NOBODY).all()
    assert (asked + 2 == plan.first_row[dossier_of(plan, asked) + 1]).all()


def test_papers_of_the_not_eligible_go_back_to_the_applicant():
    """A return at the division is followed by the way to the desk and by handing over; nobody signs."""
    plan = business(
        not_eligible={"share": 1, "after": "appraisal"},
        withdrawn=None,
        supplement=None,
        hand_over={"online_share": 0},
    )
    out = rows_of(plan, K.RETURN_UNRESOLVED)
    assert len(out) == len(rows_of(plan, K.RECEIVE))
    assert (plan.steps.kind[out + 1] == K.TRANSFER).all()
    assert (plan.steps.kind[out + 2] == K.HAND_OVER).all()
    assert not len(rows_of(plan, K.SIGN))


def test_who_asks_for_papers_instead_of_signing_has_not_signed():
    """A leader who asks, returns or sees a withdrawal has read the dossier; each is signed at most once."""
    after = {"after": "signature"}
    plan = business(
        supplement=after | {"share": 0.5, "again_share": 0.5},
        not_eligible=after | {"share": 0.2},
        withdrawn=after | {"share": 0.1},
    )
    signed = np.bincount(dossier_of(plan, rows_of(plan, K.SIGN)), minlength=len(plan.dossiers))
    read = rows_of(plan, K.WORK, "signature")
    followed = plan.steps.kind[read + 1]
    assert set(followed) == {K.AWAIT_APPLICANT, K.RETURN_UNRESOLVED, K.WITHDRAW}
    assert signed.max() == 1
    assert not np.isin(plan.steps.kind[rows_of(plan, K.SIGN) + 1], [K.AWAIT_APPLICANT, K.WITHDRAW]).any()
    assert set(plan.steps.round[rows_of(plan, K.SIGN)]) == {0, 1, 2, 3}


def test_not_eligible_and_withdrawn_never_meet():
    """Shares that add up to one divide the dossiers between them."""
    plan = business(not_eligible={"share": 0.5}, withdrawn={"share": 0.5}, supplement=None)
    assert not len(rows_of(plan, K.SIGN))
    assert len(rows_of(plan, K.WITHDRAW)) + len(rows_of(plan, K.RETURN_UNRESOLVED)) == len(
        rows_of(plan, K.RECEIVE)
    )


def test_results_go_home_by_post_and_come_back_after_the_last_attempt():
    """The row counts failed attempts; whom no attempt finds comes to the desk after all."""
    plan = business(hand_over={"home_share": 1, "online_share": 0}, not_eligible=None)
    brought = rows_of(plan, K.DELIVER_HOME)
    assert len(brought) == len(rows_of(plan, K.SIGN))
    failed = plan.steps.round[brought]
    assert share_within((failed >= 1).sum(), len(brought), 0.2)
    assert share_within((failed == 2).sum(), len(brought), 0.04)
    is_last = brought == plan.first_row[dossier_of(plan, brought) + 1] - 1
    assert (is_last == (failed < 2)).all()
    assert (plan.steps.kind[brought[~is_last] + 1] == K.HAND_OVER).all()
    assert (plan.steps.delay_s[brought] == 28_800).all()
    assert plan.dossiers.home_delivery.all()


def test_electronic_results_go_through_the_portal_to_online_applicants_alone():
    """An electronic result is delivered by the electronic line, at once, and only to who filed online."""
    plan = business(hand_over={"online_share": 1, "home_share": 0})
    sent = rows_of(plan, K.DELIVER_HOME)
    assert (plan.dossiers.channel[dossier_of(plan, sent)] == Channel.ONLINE).all()
    assert set(np.array(plan.names.lines)[plan.steps.line[sent]]) == {"electronic"}
    by_hand = rows_of(plan, K.HAND_OVER)
    assert (plan.dossiers.channel[dossier_of(plan, by_hand)] != Channel.ONLINE).all()
    assert plan.steps.visitor[by_hand].all()


def test_nobody_waits_at_the_desk_who_was_sent_away_for_papers():
    """Of a procedure whose applicants wait, those who had to fetch papers come later."""
    plan = business(hand_over={"waits": True, "home_share": 0, "online_share": 0})
    over = rows_of(plan, K.HAND_OVER)
    mine = dossier_of(plan, over)
    asked = np.zeros(len(plan.dossiers), np.bool_)
    asked[dossier_of(plan, rows_of(plan, K.TAKE_SUPPLEMENT))] = True
    waits = (plan.dossiers.channel[mine] == Channel.IN_PERSON) & ~asked[mine]
    assert ((plan.steps.moment_share[over] < 0) == waits).all()
    assert ((plan.steps.delay_s[over] == 0) == waits).all()


def test_optional_steps_are_taken_by_their_share():
    """A share of zero takes nobody, a share of one everybody."""
    for share in (0, 1):
        measuring = {"route": {"measuring": {"share": share}}}
        plan = plan_of(tiny_scenario(procedures={"land_transfer": measuring}))
        assert len(rows_of(plan, K.DELAY)) == share * len(of(plan, "land_transfer"))


def test_records_lag_by_rows_of_their_own():
    """Every row has its own lag when the software lags, and none when it does not."""
    plan = plan_of(tiny_scenario(software={"step_lag": {"kind": "exponential", "mean": 10, "unit": "min"}}))
    assert not PLAN.steps.record_lag_s.any()
    assert abs(plan.steps.record_lag_s.mean() / 600 - 1) < 4 / np.sqrt(len(plan.steps))


def test_late_closing_holds_for_the_first_scope_that_fits():
    """Land is closed three working days late or never, whatever a later scope says; all else at once."""
    scopes = {
        "land": {"fields": ["dat_dai"], "share": 1, "closed_after": "3 d", "never_share": 0.5},
        "land_again": {"fields": ["dat_dai"], "share": 1, "closed_after": "9 d"},
        "district": {
            "levels": ["district"],
            "filed_at_levels": ["district"],
            "share": 0,
            "closed_after": "9 d",
        },
    }
    plan = plan_of(tiny_scenario(software={"late_closing": scopes}))
    lag = plan.dossiers.close_lag_s
    land = of(plan, "land_transfer")
    assert set(lag[land]) == {3 * 28_800, NEVER}
    assert share_within((lag[land] == NEVER).sum(), len(land), 0.5)
    assert not np.delete(lag, land).any()


def test_scopes_ask_for_all_their_conditions():
    """A scope of one commune and one level leaves everybody else alone."""
    scope = {"units": ["xa_tay"], "filed_at_levels": ["commune"], "share": 1}
    plan = plan_of(tiny_scenario(software={"due_day_recording": {"tay": scope}}))
    tay = plan.dossiers.home_unit == plan.names.units.index("xa_tay")
    at_commune = plan.dossiers.procedure != plan.names.procedures.index("business")
    assert (plan.dossiers.on_due_day == (tay & at_commune)).all()


def test_applicants_are_patient_and_try_again_as_said():
    """Patience is drawn or endless; two more visits follow at least a day of the desk later."""
    endless = plan_of(tiny_scenario(applicants={"patience": None, "comes_back_after": "1 h"}))
    assert (endless.dossiers.patience_s == NEVER).all()
    assert set(endless.attempts.gap_days) == {1}
    n = len(PLAN.dossiers)
    assert abs(PLAN.dossiers.patience_s.mean() / 7_200 - 1) < 4 / np.sqrt(n)
    assert PLAN.attempt_first.tolist() == list(range(0, 2 * n + 1, 2))
    once = plan_of(tiny_scenario(applicants={"max_attempts": 1}))
    assert (len(once.attempts), once.attempt_first[-1]) == (0, 0)


@pytest.mark.parametrize(
    ("procedure", "desk", "competent"), [("business", "district/desk", "district/division")]
)
def test_a_dossier_knows_its_desk_and_its_office(procedure, desk, competent):
    """Receiving, competent and returning place, limit and legal calendar stand in the dossier's row."""
    one = of(PLAN, procedure)[0]
    d = PLAN.dossiers
    assert PLAN.names.places[d.receiving_place[one]] == desk
    assert PLAN.names.places[d.competent_place[one]] == competent
    assert d.returning_place[one] == d.receiving_place[one]
    assert (d.limit_n[one], d.legal[one]) == (3, 0)
    assert d.letter_delay_s[one] == 4 * 3_600


def test_papers_of_a_unit_may_take_another_line_between_units():
    """The line of the applicant's unit counts, up and down; no other dossier's row is touched."""
    by_hand = {"by_hand": {"kind": "paper", "transit": "1 h"}}
    other = plan_of(tiny_scenario(lines=by_hand, rules={"between_units_of": {"xa_tay": "by_hand"}}))
    unit = other.places.unit
    for row in rows_of(other, K.TRANSFER):
        dossier = dossier_of(other, row)
        home = other.names.units[other.dossiers.home_unit[dossier]]
        crosses = unit[other.steps.place[row]] != unit[other.steps.place[row - 1]]
        if other.dossiers.channel[dossier] != Channel.IN_PERSON or not crosses:
            continue
        line = other.names.lines[other.steps.line[row]]
        assert line == ("by_hand" if home == "xa_tay" else "post")
    moved = other.steps.line != PLAN.steps.line
    homes = other.dossiers.home_unit[dossier_of(other, np.flatnonzero(moved))]
    assert {other.names.units[one] for one in homes} == {"xa_tay"}
