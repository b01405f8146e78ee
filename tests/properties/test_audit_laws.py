"""Laws of the audit that hold for any form."""

from collections import Counter
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from onestop_sim.stats.form_ii06 import COLUMNS, IDENTITIES
from onestop_sim.study.audit.audit import audit
from onestop_sim.study.audit.figure import Account, Answer, Figure, Table
from onestop_sim.study.audit.laws import TREES, laws_of
from onestop_sim.study.audit.percentages import Print, how_printed
from onestop_sim.study.audit.rates import clopper_pearson
from onestop_sim.study.audit.repair import mendings
from onestop_sim.terms import CountingRule
from tests.forms import PERIODS, Form, Line, is_possible, line_by_lot

seeds = st.integers(0, 2**32 - 1)
rules = st.sampled_from(list(CountingRule))


def one_line(seed: int, rule: CountingRule, names: list[str] | None = None) -> Form:
    """A form of one line with some of its columns."""
    cells = line_by_lot(Random(seed), rule)
    return Form("line", rule, [Line("all", {name: cells[name] for name in names or COLUMNS[rule]})], {})


def leaves(name: str, way: int = 0) -> Counter[str]:
    """What a quantity is the sum of in the end."""
    ways = TREES.get(name)
    if ways is None:
        return Counter([name])
    return sum((leaves(one) for one in ways[min(way, len(ways) - 1)]), Counter())


def test_the_trees_are_the_identities_of_the_forms():
    """Every identity of simulated forms follows from the trees, paused dossiers apart or in column 12."""
    for rule, identities in IDENTITIES.items():
        for one in identities:
            way = 0 if {"carried_over", "received_new"} & set(one.parts) else 1
            whole, parts = leaves(one.total, way), sum((leaves(part) for part in one.parts), Counter())
            if rule == CountingRule.FORM_II06:
                whole = Counter({name: n for name, n in whole.items() if not name.startswith("paused")})
            assert whole == parts, str(one)


@given(seed=seeds, rule=rules)
@settings(max_examples=60, deadline=None)
def test_a_whole_line_that_adds_up_is_not_inconsistent(seed, rule):
    """Numbers that keep every identity get no such answer, whatever they are."""
    assert audit(one_line(seed, rule).table()).worst != Answer.INCONSISTENT


@given(seed=seeds, data=st.data())
@settings(max_examples=120, deadline=None)
def test_laws_of_part_of_a_line_are_what_its_columns_still_promise(seed, data):
    """With columns left out and any numbers in the others, laws are kept just when a completion exists."""
    rule = CountingRule.FORM_II06
    names = [
        one for one in [*COLUMNS[rule], "received_new", "in_time"] if data.draw(st.booleans(), label=one)
    ]
    form = one_line(seed, rule, names or ["received"])
    for name in form.lines[0].cells:
        form.lines[0].cells[name] += data.draw(st.sampled_from([0, 0, 0, 1, -1, 40]))
        form.lines[0].cells[name] = max(form.lines[0].cells[name], 0.0)
    table = form.table()
    assert all(law.holds(table.values) for law in laws_of(table)) == is_possible(form)


@given(seed=seeds, place=st.integers(0, 10), change=st.integers(1, 500))
@settings(max_examples=60, deadline=None)
def test_a_correction_mends_what_it_says(seed, place, change):
    """With a correction applied no sum of its group is broken any more, and no other is."""
    form = one_line(seed, CountingRule.FORM_II06)
    name = list(form.lines[0].cells)[place]
    form.lines[0].cells[name] += change
    table = form.table()
    for mending in mendings(table):
        for one in mending.corrections:
            if one.bucket:
                continue
            new = dict(zip(one.figures, one.values, strict=True))
            mended = Table(
                tuple(replace(figure, value=new.get(figure.id, figure.value)) for figure in table.figures)
            )
            assert all(law.holds(mended.values) for law in laws_of(mended))


@given(part=st.integers(0, 10**6), rest=st.integers(0, 10**6), decimals=st.integers(0, 2), up=st.booleans())
def test_a_share_is_known_again_however_it_was_shortened(part, rest, decimals, up):
    """A percentage rounded or cut off from a share is recognised as that share."""
    whole = part + rest
    if not whole:
        return
    scale = 10**decimals
    scaled, remainder = divmod(100 * part * scale, whole)
    printed = scaled + (up and 2 * remainder >= whole)
    how = how_printed(printed / scale, decimals, part, whole)
    assert how is not None
    assert (how == Print.EXACT) == (remainder == 0)


@given(n=st.integers(1, 5000), data=st.data())
def test_exact_intervals_hold_what_was_seen(n, data):
    """The Clopper-Pearson interval holds the share that was seen, and mirrors its complement."""
    k = data.draw(st.integers(0, n))
    low, high = clopper_pearson(k, n)
    assert 0 <= low <= k / n <= high <= 1
    other_low, other_high = clopper_pearson(n - k, n)
    assert abs(low - (1 - other_high)) < 1e-9
    assert abs(high - (1 - other_low)) < 1e-9


@given(seed=seeds)
@settings(max_examples=20, deadline=None)
def test_the_order_of_rows_changes_no_answer(seed):
    """Figures get the same answers in whatever order they stand."""
    dice = Random(seed)
    first, last = PERIODS[1]
    account = Account("r", "s", first_day=first, last_day=last)
    cells = line_by_lot(dice, CountingRule.FORM_II06)
    cells["late"] += dice.choice([0, 7])
    names = list(COLUMNS[CountingRule.FORM_II06])
    figures = [Figure(name, name, name, cells[name], account) for name in names]
    shuffled = dice.sample(figures, len(figures))
    assert audit(Table(tuple(figures))).answers == dict(
        sorted(audit(Table(tuple(shuffled))).answers.items(), key=lambda item: names.index(item[0]))
    )
