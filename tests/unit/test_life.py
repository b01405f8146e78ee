"""The life of one dossier, told in data."""

import numpy as np
import pytest

from onestop_sim.deadline import TimeLimit
from onestop_sim.eventlog.log import EventLog
from onestop_sim.stats.durations import PARTS
from onestop_sim.stats.life import life_of
from onestop_sim.terms import NEVER, EventKind, Outcome, PromiseCause, StepKind, Verdict
from tests.logs import BINH, DAY_S, HOUR_S, LAND, LEGAL, LogBuilder, at, random_log


@pytest.fixture
def log() -> EventLog:
    """Another dossier, and one that is paused, appraised for too long, apologised for and signed late."""
    b = LogBuilder()
    b.accept(b.dossier(at(0, 7)), at(0, 7), at(0, 7), at(0, 8))
    dossier = b.dossier(at(0, 8), procedure=1)
    due_s = b.accept(dossier, at(0, 8), at(0, 8.5), at(0, 9))
    b.event(dossier, EventKind.PAUSED, at(0, 9), place=LAND)
    b.event(dossier, EventKind.RESUMED, at(2, 9), place=LAND)
    b.promise(
        dossier,
        at(2, 9),
        LEGAL.shifted(due_s, at(0, 9), at(2, 9), TimeLimit.parse("3wd")),
        PromiseCause.PAUSE,
    )
    step = b.step(dossier, "appraise", StepKind.WORK, LAND, allotment_s=8 * HOUR_S)
    b.event(dossier, EventKind.QUEUED, at(2, 9), place=LAND, step=step)
    b.serve(dossier, BINH, at(8, 9), at(8, 11), step)
    b.event(dossier, EventKind.APOLOGY, at(7, 16), place=LAND)
    b.promise(dossier, at(7, 16), at(9, 17), PromiseCause.APOLOGY)
    b.sign(dossier, at(8, 11), at(8, 11), at(8, 11.25))
    return b.build()


def test_a_life_is_told_event_by_event_with_its_holder(log):
    """Names for numbers; a letter leaves the dossier where it is."""
    life = life_of(log, 1)
    table = life.events
    assert table["kind"].to_list()[:4] == ["ARRIVED", "QUEUED", "STARTED", "FINISHED"]
    assert table.select("place", "officer", "step", "holder").row(2) == (
        "district/desk",
        "an",
        "receive",
        "OFFICER",
    )
    letter = table.row(table["kind"].to_list().index("APOLOGY"), named=True)
    assert (letter["holder"], letter["until_s"]) == ("QUEUE", at(8, 9))
    assert table["until_s"][-1] == NEVER
    assert (life.procedure, life.outcome) == ("civil_status_procedure", Outcome.RESOLVED)


def test_every_date_is_told_with_its_cause(log):
    """Acceptance, pause, apology."""
    assert life_of(log, 1).promises.select("cause", "due_s").rows() == [
        ("ACCEPTANCE", at(3, 17)),
        ("PAUSE", at(7, 17)),
        ("APOLOGY", at(9, 17)),
    ]


def test_the_legal_clock_is_counted_day_by_day(log):
    """Monday and Tuesday are paused; the count ends on the date that the verdict uses."""
    life = life_of(log, 1)
    assert life.pauses == ((at(0, 9), at(2, 9)),)
    assert life.count is not None
    assert life.count.due_s == at(7, 17)
    assert [row.reason for row in life.count.rows if row.day in (5, 6)] == ["weekend", "weekend"]


def test_it_says_why_the_dossier_was_late(log):
    """A day late; closed hours and the queue took longest; the appraisal overran its allotment."""
    lateness = life_of(log, 1).lateness
    assert (lateness.verdict, lateness.working_days, lateness.phantom) == (Verdict.LATE, 1, False)
    assert [part for part, _ in lateness.largest_parts[:2]] == ["closed", "pause"]
    assert lateness.worst_step == "appraise"
    # Queued on Wednesday at 9, done on Tuesday at 11: 6 + 3 × 8 + 4 open hours, of which 8 allotted.
    assert lateness.overrun_steps[0][1] == (6 + 2 * 8 + 8 + 4 - 8) * HOUR_S


def test_a_late_record_is_phantom_lateness():
    """Signed in time, closed in the software a week later."""
    b = LogBuilder()
    dossier = b.dossier(at(0, 8))
    b.accept(dossier, at(0, 8), at(0, 8.5), at(0, 9))
    b.sign(dossier, at(0, 9), at(0, 10), at(0, 11), recorded_s=at(8, 9))
    lateness = life_of(b.build(), dossier).lateness
    assert (lateness.verdict, lateness.phantom) == (Verdict.EARLY, True)


def test_a_dossier_that_was_never_accepted_has_no_date():
    """It has no count, no verdict and no days."""
    b = LogBuilder()
    dossier = b.dossier(at(0, 8))
    b.event(dossier, EventKind.ARRIVED, at(0, 8))
    b.event(dossier, EventKind.REFUSED, at(0, 9))
    life = life_of(b.build(), dossier)
    assert (life.count, life.lateness.verdict, life.outcome) == (None, None, Outcome.REFUSED)
    assert not any(life.days[part] for part in PARTS)


def test_there_is_no_such_dossier(log):
    """A row that the log does not have is an error."""
    with pytest.raises(IndexError, match="dossier 7"):
        life_of(log, 7)


def test_every_random_life_can_be_told():
    """Whatever happened: its events are all there, and the days are those of its stay."""
    log = random_log(np.random.default_rng(5), 40)
    for dossier in range(40):
        life = life_of(log, dossier)
        assert life.events.height == (log.events["dossier"] == dossier).sum()
        assert sum(life.days.values()) >= 0
        if life.count is not None:
            assert life.count.due_s % DAY_S > 0
