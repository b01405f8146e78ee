"""Forms that add up raise no alarm; of those with one wrong number every one that can be told is told."""

from collections import Counter
from copy import deepcopy
from random import Random

import polars as pl
import pytest

from onestop_sim.engine.simulate import simulate
from onestop_sim.eventlog.log import EventLog
from onestop_sim.plan.compiler import compile_plan
from onestop_sim.stats.form_ii06 import form_ii06
from onestop_sim.study.audit.audit import audit
from onestop_sim.study.audit.figure import Answer, Check
from onestop_sim.study.audit.repair import Correction, Slip
from onestop_sim.terms import ClockChoice, CountingRule, Grouping
from tests.forms import Change, Form, forms, is_possible, mutate
from tests.scenarios import tiny_scenario

N = 200


@pytest.fixture(scope="module")
def simulated() -> dict[CountingRule, pl.DataFrame]:
    """Forms that the tiny shop's simulation counted: by level and field, on both clocks, for both rules."""
    plans = [compile_plan(tiny_scenario(), root_seed=1, replication=k) for k in range(3)]
    logs = [simulate(plan) for plan in plans]
    return {rule: pl.concat(list(_blocks(logs, rule)), how="vertical") for rule in CountingRule}


def _blocks(logs: list[EventLog], rule: CountingRule):
    for number, log in enumerate(logs):
        start_s, end_s = log.tables["periods"].row(0)[1:]
        for clock in ClockChoice:
            for by in (Grouping.LEVEL, Grouping.FIELD):
                table = form_ii06(log, (start_s, end_s), by, clock, rule)
                yield table.with_columns(pl.lit(f"{number}{clock}{by}").alias("block"))


@pytest.fixture(scope="module")
def consistent(simulated) -> list[Form]:
    """Two hundred forms that add up."""
    return list(forms(N, seed=20221214, simulated=simulated))


def test_forms_that_add_up_raise_no_alarm(consistent, capsys):
    """Of two hundred consistent forms none is called inconsistent, and the oracle finds them possible."""
    answers = [audit(form.table()) for form in consistent]
    alarms = [one for one in answers if one.worst == Answer.INCONSISTENT]
    strained = [one for one in answers if one.worst == Answer.STRAINED]
    with capsys.disabled():
        print(f"\n  consistent forms: {N}; false alarms: {len(alarms)}; strained: {len(strained)}")
    assert alarms == []
    assert all(is_possible(form) for form in consistent)
    assert len(strained) <= 0.05 * N


def test_one_wrong_number_is_found_wherever_it_can_be(consistent, capsys):
    """
    Every change that leaves no possible numbers behind is found; what is not found is possible as it stands.

    The oracle is a linear program over the identities of the simulated forms.
    """
    dice = Random(7)
    counts, found = Counter(), Counter()
    missed, false, hidden, named = [], [], Counter(), Counter()
    for original in consistent:
        form = deepcopy(original)
        change = mutate(form, dice)
        if change is None:
            continue
        table = form.table()
        answer = audit(table)
        by_sums = any(
            one.answer == Answer.INCONSISTENT and one.check == Check.ACCOUNTING for one in answer.remarks
        )
        possible = is_possible(form)
        counts[change.kind] += 1
        found[change.kind] += answer.worst == Answer.INCONSISTENT
        if not possible and not by_sums:
            missed.append(change)
        if possible and by_sums:
            false.append(change)
        if answer.worst != Answer.INCONSISTENT:
            hidden[form.kind] += 1
        elif any(_names(one, change) for mending in answer.mendings for one in mending.corrections[:3]):
            named[change.kind] += 1
    n, n_found = sum(counts.values()), sum(found.values())
    with capsys.disabled():
        kinds = ", ".join(f"{kind} {found[kind]}/{counts[kind]}" for kind in sorted(counts))
        print(f"\n  changed forms: {n}; found: {n_found} ({n_found / n:.1%}): {kinds}")
        print(f"  mended by one of the first three corrections: {sum(named.values())}/{n_found}")
        print(f"  not found, because other numbers could stand behind what is printed: {dict(hidden)}")
    assert missed == []
    assert false == []
    assert n >= 0.9 * N
    assert set(hidden) <= {"report"}, "a whole form hides nothing"
    assert n_found >= 0.9 * n
    assert sum(named.values()) >= 0.8 * n_found


def _names(correction: Correction, change: Change) -> bool:
    """Whether a correction is the change undone: the number as it was, or the bucket that is not printed."""
    if correction.slip == Slip.BUCKET:
        return change.kind == "bucket" and correction.values == (change.before - change.after,)
    return (correction.figures, correction.values) == ((f"{change.line}/{change.column}",), (change.before,))
