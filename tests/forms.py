"""Forms for tests: consistent ones, by lot or by a small simulation; one change to each; an oracle."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

import numpy as np
import polars as pl
from scipy.optimize import linprog

from onestop_sim.stats.form_ii06 import CARRY_OVER, COLUMN_NUMBERS, COLUMNS, IDENTITIES
from onestop_sim.study.audit.figure import Account, Table
from onestop_sim.study.audit.form_rows import PERCENTS, Cell, Row, table_of_rows
from onestop_sim.terms import CountingRule

PERIODS = (("2022-09-15", "2022-12-14"), ("2022-12-15", "2023-03-14"))
REPORTS = (
    ("received", "resolved", "early", "on_time", "late", "pending", "pending_within", "pending_overdue"),
    ("received", "in_time", "late", "pending_within"),
    ("resolved", "in_time", "late"),
    ("received", "resolved", "pending", "pending_overdue"),
    ("received_new", "carried_over", "resolved", "early", "late", "pending"),
    ("received_online", "received_direct", "carried_over", "early", "on_time", "late", "pending"),
)
"""Columns that reports print, as those of districts do: mostly not all."""


@dataclass
class Line:
    """One line of a form: its numbers, and whose it is."""

    name: str
    cells: dict[str, float]
    period: int = 1
    total: bool = False


@dataclass
class Form:
    """Lines of one kind, the rule of their table, and percentages with the decimals they are printed with."""

    kind: str
    rule: CountingRule
    lines: list[Line]
    decimals: dict[str, int]

    def table(self) -> Table:
        """The form as an audit is given it."""
        totals = {line.period: f"{place}" for place, line in enumerate(self.lines) if line.total}
        rows = []
        for place, line in enumerate(self.lines):
            first, last = PERIODS[line.period]
            account = Account("form", line.name, first_day=first, last_day=last)
            part_of = "" if line.total else totals.get(line.period, "")
            cells = {
                name: Cell(self._shown(name, value), f"{place}:{name}") for name, value in line.cells.items()
            }
            rows.append(Row(f"{place}", line.name, cells, account, part_of, line.total))
        return table_of_rows(rows, "form")

    def _shown(self, name: str, value: float) -> str:
        return f"{value:.{self.decimals[name]}f}%".replace(".", ",") if name in PERCENTS else f"{value:.0f}"


def line_by_lot(
    dice: Random, rule: CountingRule, carried: int | None = None, size: int = 0
) -> dict[str, float]:
    """
    Numbers of one line that a shop could have: what came and was left over is what went or is open.

    Stocks are flows times a stay of 2 to 12 days; 0.5 to 8 % of what is resolved is late.
    """
    n_wd = 60
    new = size or int(10 ** dice.uniform(2.3, 4.7))
    open_now = int(new / n_wd * dice.uniform(2, 12)) + 1
    carried = int(open_now * dice.uniform(0.6, 1.4)) if carried is None else carried
    resolved = new + carried - open_now
    late = int(resolved * dice.uniform(0.005, 0.08))
    early = int((resolved - late) * dice.uniform(0.1, 0.8))
    overdue = int(open_now * dice.uniform(0, 0.2))
    paused = int(open_now * dice.uniform(0.02, 0.3)) if rule == CountingRule.THREE_BUCKETS else 0
    overdue = min(overdue, open_now - paused)
    online = int(new * dice.random())
    post = int((new - online) * dice.uniform(0, 0.1))
    cells = {
        "received": new + carried,
        "received_new": new,
        "received_online": online,
        "received_direct": new - online,
        "received_in_person": new - online - post,
        "received_post": post,
        "carried_over": carried,
        "resolved": resolved,
        "in_time": resolved - late,
        "early": early,
        "on_time": resolved - late - early,
        "late": late,
        "pending": open_now - paused,
        "pending_within": open_now - paused - overdue,
        "pending_overdue": overdue,
        "paused": paused,
        "paused_within": paused,
        "paused_overdue": 0,
    }
    return {name: float(value) for name, value in cells.items()}


def forms(n: int, seed: int, simulated: Mapping[CountingRule, pl.DataFrame]) -> Iterator[Form]:
    """Yield consistent forms of six kinds in turn."""
    dice = Random(seed)
    two, three = CountingRule.FORM_II06, CountingRule.THREE_BUCKETS
    for number in range(n):
        kind = number % 6
        if kind == 0:
            yield Form("one line", two, [Line("all", _only(line_by_lot(dice, two), COLUMN_NUMBERS))], {})
        elif kind == 1:
            yield _with_total(dice, two)
        elif kind == 2:
            yield _two_periods(dice, dice.choice([two, three]))
        elif kind == 3:
            cells = _only(line_by_lot(dice, three), COLUMNS[three])
            yield Form("three buckets", three, [Line("all", cells)], {})
        elif kind == 4:
            yield _report(dice, REPORTS[number // 6 % len(REPORTS)])
        else:
            yield _simulated(dice, simulated)


def _only(cells: Mapping[str, float], names: Mapping[str, int] | tuple[str, ...]) -> dict[str, float]:
    return {name: cells[name] for name in names}


def _with_total(dice: Random, rule: CountingRule) -> Form:
    lines = [
        Line(f"field {k}", _only(line_by_lot(dice, rule), COLUMNS[rule])) for k in range(dice.randint(2, 7))
    ]
    total = {name: sum(line.cells[name] for line in lines) for name in COLUMNS[rule]}
    return Form("lines and total", rule, [*lines, Line("total", total, total=True)], {})


def _two_periods(dice: Random, rule: CountingRule) -> Form:
    before = line_by_lot(dice, rule)
    left = int(before["pending"] + before["paused"])
    after = line_by_lot(dice, rule, left, int(before["received_new"] * dice.uniform(0.9, 1.1)))
    return Form(
        "two periods",
        rule,
        [Line("all", _only(one, COLUMNS[rule]), period) for period, one in enumerate((before, after))],
        {},
    )


def _report(dice: Random, names: tuple[str, ...]) -> Form:
    """A report's sentence: some of the columns, percentages rounded or cut off."""
    cells = line_by_lot(dice, CountingRule.FORM_II06)
    printed = _only(cells, names)
    decimals = {}
    shares = (("early_percent", "early"), ("late_percent", "late"), ("on_time_percent", "in_time"))
    whole = next((name for name in ("resolved", "received") if name in names), "")
    for percent, part in shares:
        if whole and part in names:
            decimals[percent] = dice.choice([1, 2])
            scale = 10 ** decimals[percent]
            exact = 100 * cells[part] / cells[whole]
            printed[percent] = int(exact * scale + dice.choice([0.0, 0.5])) / scale
    return Form("report", CountingRule.FORM_II06, [Line("all", printed)], decimals)


def _simulated(dice: Random, tables: Mapping[CountingRule, pl.DataFrame]) -> Form:
    """A table that a small simulation counted."""
    rule = dice.choice(list(tables))
    groups = tables[rule].partition_by("block", maintain_order=True)
    rows = dice.choice(groups).iter_rows(named=True)
    lines = [
        Line(row["group"], {name: float(row[name]) for name in COLUMNS[rule]}, total=row["group"] == "total")
        for row in rows
    ]
    return Form("simulated", rule, lines, {})


@dataclass(frozen=True)
class Change:
    """What was done to a form."""

    kind: str
    line: int
    column: str
    before: float
    after: float


def mutate(form: Form, dice: Random) -> Change | None:
    """Change one number of a form in place: a digit, two neighbouring digits, or a bucket is left out."""
    wish = dice.choice(["digit", "digit", "transposition", "bucket"])
    places = [(k, name) for k, line in enumerate(form.lines) for name in line.cells if name not in PERCENTS]
    dice.shuffle(places)
    for k, name in places:
        cells = form.lines[k].cells
        value = cells[name]
        if wish == "bucket":
            new = _without_bucket(cells, name, dice)
        else:
            new = _digit(value, dice) if wish == "digit" else _transposed(value, dice)
        if new is not None and new != value:
            cells[name] = new
            return Change(wish, k, name, value, new)
    return None


def _digit(value: float, dice: Random) -> float:
    digits = list(f"{value:.0f}")
    place = dice.randrange(len(digits))
    lowest = 1 if place == 0 and len(digits) > 1 else 0
    digits[place] = dice.choice([one for one in map(str, range(lowest, 10)) if one != digits[place]])
    return float("".join(digits))


def _transposed(value: float, dice: Random) -> float | None:
    digits = list(f"{value:.0f}")
    places = [k for k in range(len(digits) - 1) if digits[k] != digits[k + 1] and (k or digits[1] != "0")]
    if not places:
        return None
    place = dice.choice(places)
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    return float("".join(digits))


def _without_bucket(cells: dict[str, float], name: str, dice: Random) -> float | None:
    """What a stock within time is without its paused dossiers, where the table prints the whole stock."""
    if name != "pending_within" or cells[name] < 2:
        return None
    return cells[name] - dice.randint(1, max(1, int(cells[name] * 0.3)))


def is_possible(form: Form) -> bool:
    """
    Whether numbers of 0 and above for what is not printed keep every identity: a linear program says.

    Independent of the audit: its identities are those of the simulated forms.
    """
    names = sorted({*COLUMNS[CountingRule.FORM_II06], *COLUMNS[CountingRule.THREE_BUCKETS], "in_time"})
    where = {(k, name): k * len(names) + i for k in range(len(form.lines)) for i, name in enumerate(names)}
    rules: list[dict[int, float]] = []
    for k, line in enumerate(form.lines):
        rule = CountingRule.THREE_BUCKETS if "paused" in line.cells else CountingRule.FORM_II06
        both = [
            *IDENTITIES[rule],
            *(one for one in IDENTITIES[CountingRule.THREE_BUCKETS] if one.total == "received_new"),
        ]
        both += [one for one in IDENTITIES[CountingRule.THREE_BUCKETS] if "received_new" in one.parts]
        rules += [{where[k, one.total]: 1.0} | {where[k, part]: -1.0 for part in one.parts} for one in both]
        rules.append(
            {
                where[k, "received_direct"]: 1.0,
                where[k, "received_in_person"]: -1.0,
                where[k, "received_post"]: -1.0,
            }
        )
        rules.append({where[k, "in_time"]: 1.0, where[k, "early"]: -1.0, where[k, "on_time"]: -1.0})
        if rule == CountingRule.FORM_II06:
            rules.append({where[k, "paused"]: 1.0})
    for k, line in enumerate(form.lines):
        parts = [j for j, other in enumerate(form.lines) if not other.total and other.period == line.period]
        summed = line.cells if line.total else ()
        rules += [{where[k, name]: 1.0} | {where[j, name]: -1.0 for j in parts} for name in summed]
    if form.kind == "two periods":
        one = CARRY_OVER[form.rule]
        rules.append({where[1, one.total]: 1.0} | {where[0, part]: -1.0 for part in one.parts})
    matrix = np.zeros((len(rules), len(where)))
    for row, rule_ in enumerate(rules):
        for column, factor in rule_.items():
            matrix[row, column] = factor
    bounds = [(0.0, None)] * len(where)
    for k, line in enumerate(form.lines):
        for name, value in line.cells.items():
            if name not in PERCENTS:
                bounds[where[k, name]] = (value, value)
    return bool(
        linprog(np.zeros(len(where)), A_eq=matrix, b_eq=np.zeros(len(rules)), bounds=bounds).status == 0
    )
