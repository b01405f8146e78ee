"""What the sums of a table say: which hold, which do not, and which hold only by what is not printed."""

from collections.abc import Iterator, Sequence
from typing import Final

from onestop_sim.study.audit.figure import PERCENT, Answer, Check, Figure, Remark, Table
from onestop_sim.study.audit.laws import ROUNDING, Law, coincidences, laws_of, left_out, letters_beside
from onestop_sim.study.audit.numbers import numbers_in

COUNTED: Final = frozenset(
    {"dossiers", "letters", "persons", "procedures", "communes", "ballots", "services"}
)
"""Units of which there are whole numbers only."""

_NARROW: Final = frozenset({"pending_overdue", "paused", "paused_within", "paused_overdue"})
"""Buckets that a report leaves out without saying so."""


_BROKEN: Final = {"twice": "twice_different", "fraction": "part_above_whole"}


def accounting_remarks(table: Table) -> Iterator[Remark]:
    """Yield what sums, letters, coincidences and the print itself say of the figures."""
    yield from _means(table)
    yield from _printed(table)
    yield from _possible(table)
    values = table.values
    for law in laws_of(table):
        yield from _remark(law, values, table)
    yield from _letters(table)
    for whole, outside in left_out(table):
        said = {"whole": whole, "outside": outside, "n": sum(one.value for one in outside)}
        ids = (whole.id, *(one.id for one in outside))
        yield Remark(Answer.STRAINED, Check.ACCOUNTING, "left_out_of_total", ids, said)
    for rows in coincidences(table):
        yield _coincidence(rows)


def _remark(law: Law, values: dict[str, float], table: Table) -> Iterator[Remark]:
    by_id = table.by_id
    gap = law.gap(values)
    said = {
        "kind": f"law.{law.kind}",
        "whole": [by_id[one] for one in law.total],
        "parts": [by_id[one] for one in law.parts],
        "gap": gap,
        "slack": law.slack,
    }
    if not law.holds(values):
        key = _BROKEN.get(law.kind) or ("sum_too_large" if gap < 0 else "sum_too_small")
        yield Remark(Answer.INCONSISTENT, Check.ACCOUNTING, key, law.members, said)
    elif not law.slack or (abs(gap) <= ROUNDING and law.kind == "row"):
        key = "twice_the_same" if law.kind == "twice" else "adds_up"
        yield Remark(Answer.CONSISTENT, Check.ACCOUNTING, key, law.members, said)
    elif law.kind == "fraction":
        yield Remark(Answer.CONSISTENT, Check.ACCOUNTING, "part_of_whole", law.members, said)
    elif law.kind == "row" and gap > 0 and set(law.slack) <= _NARROW:
        yield Remark(Answer.STRAINED, Check.ACCOUNTING, "in_no_bucket", law.members, said)
    else:
        yield Remark(Answer.CONSISTENT, Check.ACCOUNTING, "leaves_room", law.members, said)


def _means(table: Table) -> Iterator[Remark]:
    """Yield figures that are means of simulations: there is no whole number to be asked for."""
    means = tuple(one.id for one in table.figures if one.is_mean)
    if means:
        yield Remark(Answer.NOT_TESTABLE, Check.PRINT, "means", means, {"n": len(means)})


def _printed(table: Table) -> Iterator[Remark]:
    """Yield figures whose value is not what was printed."""
    for one in table.figures:
        found = [read.value for read in numbers_in(one.printed)]
        if one.derived:
            values = {"printed": one.printed, "value": one.value}
            yield Remark(Answer.NOT_TESTABLE, Check.PRINT, "not_printed", (one.id,), values)
            continue
        if not found or one.value in found or one.unit not in COUNTED | {"percent"}:
            continue
        said = {"printed": one.printed, "value": one.value}
        made = {a - b for a in found for b in found} | {a + b for a in found for b in found} | {sum(found)}
        key = "not_printed" if one.value in made else "not_as_printed"
        answer = Answer.NOT_TESTABLE if key == "not_printed" else Answer.STRAINED
        yield Remark(answer, Check.PRINT, key, (one.id,), said)


def _possible(table: Table) -> Iterator[Remark]:
    """Yield counts below nothing or in fractions, and shares above the whole."""
    for one in table.figures:
        if one.value < 0 or (one.unit in COUNTED and one.value != int(one.value) and not one.is_mean):
            values = {"value": one.value}
            yield Remark(Answer.INCONSISTENT, Check.ACCOUNTING, "no_count", (one.id,), values)
        elif one.quantity == PERCENT and one.value > 100:
            values = {"value": one.value}
            yield Remark(Answer.STRAINED, Check.PERCENTAGE, "above_the_whole", (one.id,), values)


def _letters(table: Table) -> Iterator[Remark]:
    """Yield letters of apology against late dossiers: one for each, says Decree 61/2018, article 19."""
    for letters, late in letters_beside(table):
        ids = (letters.id, late.id)
        values = {"letters": letters.value, "late": late.value, "missing": late.value - letters.value}
        if letters.value == late.value:
            yield Remark(Answer.CONSISTENT, Check.ACCOUNTING, "letters_as_late", ids, values)
        elif letters.value < late.value:
            yield Remark(Answer.STRAINED, Check.ACCOUNTING, "letters_missing", ids, values)
        else:
            yield Remark(Answer.CONSISTENT, Check.ACCOUNTING, "letters_beyond_late", ids, values)


def _coincidence(rows: Sequence[tuple[Figure, Figure, Figure]]) -> Remark:
    values = {
        "whole": rows[0][0].quantity,
        "first": rows[0][1].quantity,
        "second": rows[0][2].quantity,
        "n": len(rows),
        "numbers": [tuple(one.value for one in row) for row in rows],
    }
    ids = tuple(one.id for row in rows for one in row)
    return Remark(Answer.STRAINED, Check.ACCOUNTING, "same_sum_in_every_period", ids, values)
