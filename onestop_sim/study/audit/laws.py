"""
Sums that must add up: each as "total = parts", or "total ≥ parts" where a part is not printed.

A line of a form is two trees with one root, "received": by where dossiers came from, and by what
became of them. What is not printed is replaced by its own parts, so the laws of a report that leaves
columns out are all that its columns still promise, and no more: for every table that keeps them there
are numbers of 0 and above for what was left out.

Source: form II.06a (Circular 01/2020/TT-VPCP) and the three-bucket report after Decision 766/QĐ-TTg, as
`stats.form_ii06.IDENTITIES`; here with the sums in between that reports print ("early or on time", "open").
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Final

from onestop_sim.study.audit.figure import LETTERS, OFFICERS, OTHER, PERCENT, Account, Figure, Table
from onestop_sim.study.audit.numbers import fractions_in

TREES: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "received": (("received_new", "carried_over"), ("resolved", "open")),
    "received_new": (("received_online", "received_direct"),),
    "received_direct": (("received_in_person", "received_post"),),
    "resolved": (("in_time", "late"),),
    "in_time": (("early", "on_time"),),
    "open": (("pending", "paused"),),
    "pending": (("pending_within", "pending_overdue"),),
    "paused": (("paused_within", "paused_overdue"),),
    "online_received": (("online_resolved", "online_open"),),
    "post_intake_received": (("post_intake_resolved", "post_intake_open"),),
    "home_delivery_registered": (("home_delivery_delivered_cohort", "home_delivery_outstanding"),),
}
"""What each quantity is the sum of; "received" is so in two ways."""

_DEFINED: Final = frozenset({"paused", "paused_within", "paused_overdue"})
"""Where no column of the row is theirs they are in column 12, as the form's footnote says: not left out."""

_APART: Final = "returned"
"""Without a total of what was resolved, returned dossiers are a bucket beside those resolved in time."""

QUANTITIES: Final = (
    frozenset(TREES) | {one for ways in TREES.values() for way in ways for one in way} | {_APART}
)
"""Quantities that the trees know."""

POPULATIONS: Final = ("departments", "communes")
"""A district without the branches of other agencies, in the words of ids."""

WHOLES: Final = (
    ("total", ("province_level", "district_level", "commune_level", "other_agencies")),
    ("published", ("province_level", "district_level", "commune_level", "other_agencies")),
    ("total", POPULATIONS),
    ("total", ("full", "partial")),
    ("total", ("very_satisfied", "satisfied")),
    ("", ("full", "partial")),
    ("ballots_issued", ("very_satisfied", "satisfied")),
    ("ballots", ("good", "normal")),
    ("level34.numerator", ("level3.total", "level4.total")),
)
"""Names that together make a whole, by the ends of ids; a whole without a name is what precedes its parts."""


ROUNDING: Final = 1e-6
"""Sums of means over simulations add up to this; counts are whole."""


@dataclass(frozen=True, slots=True)
class Law:
    """
    A sum that figures must keep.

    Attributes:
        kind:  "row", "total_row", "carry_over", "twice", "fraction" or "parts".
        total: ids whose sum is the whole.
        parts: ids whose sum is the parts.
        slack: quantities that are not printed and can take what is missing; none: both sides are equal.
    """

    kind: str
    total: tuple[str, ...]
    parts: tuple[str, ...]
    slack: tuple[str, ...] = ()

    @property
    def members(self) -> tuple[str, ...]:
        """Ids of both sides."""
        return self.total + self.parts

    def gap(self, values: Mapping[str, float]) -> float:
        """Return the whole less its parts."""
        return sum(values[one] for one in self.total) - sum(values[one] for one in self.parts)

    def holds(self, values: Mapping[str, float]) -> bool:
        """
        Return whether the numbers keep the law.

        >>> Law("row", ("a",), ("b", "c")).holds({"a": 3, "b": 1, "c": 1})
        False
        >>> Law("row", ("a",), ("b", "c"), slack=("late",)).holds({"a": 3, "b": 1, "c": 1})
        True
        """
        gap = self.gap(values)
        return gap >= -ROUNDING if self.slack else abs(gap) <= ROUNDING


def laws_of(table: Table) -> list[Law]:
    """Return every law that the figures of a table must keep, in the order of the table."""
    laws: list[Law] = []
    for cells in table.stated.values():
        laws += row_laws(cells)
    laws += _total_rows(table)
    laws += _carry_overs(table)
    laws += _twice(table)
    laws += _fractions(table)
    laws += _wholes(table)
    return list({(one.kind, one.total, one.parts): one for one in laws}.values())


@dataclass(frozen=True, slots=True)
class _Sum:
    """What stands for a quantity: printed figures, and what is not printed."""

    ids: tuple[str, ...]
    slack: tuple[str, ...]

    def __add__(self, other: "_Sum") -> "_Sum":
        return _Sum(self.ids + other.ids, self.slack + other.slack)


def row_laws(cells: Mapping[str, Figure]) -> list[Law]:
    """
    Return the laws inside one line.

    Args:
        cells: figures by quantity.
    """
    laws: list[Law] = []
    for whole, ways in TREES.items():
        sums = [_way(way, whole, cells) for way in ways]
        if whole in cells:
            laws += [Law("row", (cells[whole].id,), one.ids, one.slack) for one in sums if one.ids]
        elif len(sums) > 1 and all(one.ids for one in sums):
            laws += _same(*sums)
    return laws


def _same(first: _Sum, second: _Sum) -> Iterator[Law]:
    """Yield what two ways of adding up an unprinted whole say of each other."""
    if not first.slack:
        yield Law("row", first.ids, second.ids, second.slack)
    elif not second.slack:
        yield Law("row", second.ids, first.ids, first.slack)


def _way(way: Sequence[str], whole: str, cells: Mapping[str, Figure]) -> _Sum:
    total = _Sum((), ())
    for one in way:
        total += _standing_for(one, cells)
    if whole == "received" and "open" in way and _APART in cells and "resolved" not in cells:
        total += _Sum((cells[_APART].id,), ())
    return total


def _standing_for(quantity: str, cells: Mapping[str, Figure]) -> _Sum:
    if quantity in cells:
        return _Sum((cells[quantity].id,), ())
    if quantity in _DEFINED and not _DEFINED & set(cells):
        return _Sum((), ())
    inner = [_way(way, quantity, cells) for way in TREES.get(quantity, ())]
    return next((one for one in inner if one.ids), _Sum((), (quantity,)))


def _total_rows(table: Table) -> Iterator[Law]:
    """Yield that a row of sums holds the sums of the rows that say they belong to it."""
    children: dict[tuple[str, str], list[str]] = {}
    wholes: dict[tuple[str, str], str] = {}
    rows: dict[str, set[str]] = {}
    for one in table.figures:
        if one.quantity == PERCENT or one.computed:
            continue
        row = one.id.rpartition("/")[0]
        if one.total_row:
            wholes[row, one.quantity] = one.id
        if one.part_of:
            children.setdefault((one.part_of, one.quantity), []).append(one.id)
            rows.setdefault(one.part_of, set()).add(row)
    for (row, quantity), whole in wholes.items():
        parts = children.get((row, quantity), [])
        if parts:
            missing = len(rows[row]) - len(parts)
            yield Law("total_row", (whole,), tuple(parts), (quantity,) * bool(missing))


def _carry_overs(table: Table) -> Iterator[Law]:
    """Yield that what a period takes over is what the one before left open."""
    by_place: dict[tuple[str, ...], list[tuple[Account, dict[str, Figure]]]] = {}
    for account, cells in table.stated.items():
        if account.days:
            by_place.setdefault(account.place, []).append((account, cells))
    for lines in by_place.values():
        for (before, left), (after, taken) in pairwise(sorted(lines, key=lambda line: line[0].period)):
            one, other = before.days, after.days
            if one is None or other is None or (other[0] - one[1]).days not in (0, 1):
                continue
            still_open = _standing_for("open", left)
            if "carried_over" in taken and still_open.ids:
                yield Law("carry_over", (taken["carried_over"].id,), still_open.ids, still_open.slack)


def _twice(table: Table) -> Iterator[Law]:
    """Yield that a quantity printed twice is the same."""
    first: dict[tuple[object, ...], Figure] = {}
    for one in table.figures:
        if one.quantity in (PERCENT, OFFICERS, OTHER) or one.computed or one.counting == "structure":
            continue
        seen = first.setdefault((one.account, one.quantity, one.clock), one)
        if seen is not one:
            yield Law("twice", (seen.id,), (one.id,))


def _fractions(table: Table) -> Iterator[Law]:
    """Yield that the numerator of a printed pair is not above its denominator."""
    for one in table.figures:
        for part, whole in fractions_in(one.printed):
            if one.value not in (part, whole) or part == whole:
                continue
            partner = _beside(table, one, whole if one.value == part else part)
            if partner is None:
                continue
            below, above = (one, partner) if one.value == part else (partner, one)
            yield Law("fraction", (above.id,), (below.id,), ("rest",))


def _beside(table: Table, figure: Figure, value: float) -> Figure | None:
    """Return the other number of a printed pair: of the same sentence, or else of the same period."""
    alike = [
        one
        for one in table.figures
        if one.value == value and one.unit == figure.unit and one.id != figure.id and not one.derived
    ]
    same = [one for one in alike if one.printed == figure.printed]
    near = [one for one in alike if one.account.period == figure.account.period]
    return next(iter(same or near), None)


def _wholes(table: Table) -> Iterator[Law]:
    """Yield that parts by level, field or kind make up what is called their total."""
    groups: dict[tuple[str, ...], dict[str, Figure]] = {}
    for one in table.figures:
        if one.quantity != PERCENT and not one.derived and not one.id.count("/"):
            groups.setdefault((one.unit, *one.account.period), {})[one.id] = one
    for figures in groups.values():
        yield from _named_wholes(figures)
        yield from _whole_of_fields(figures)


def _named_wholes(figures: Mapping[str, Figure]) -> Iterator[Law]:
    for whole_end, part_ends in WHOLES:
        stems = {
            id_.removesuffix(end)
            for id_ in figures
            for end in part_ends
            if id_.endswith((f".{end}", f"_{end}"))
        }
        for stem in sorted(stems):
            parts = [figures[stem + end] for end in part_ends if stem + end in figures]
            whole = figures.get(stem + whole_end if whole_end else stem[:-1])
            if whole is None and whole_end == "total":
                whole = figures.get(stem[:-1])
            if whole is not None and len(parts) == len(part_ends):
                yield Law("parts", (whole.id,), tuple(one.id for one in parts))
    yield from _nested(figures)


def _nested(figures: Mapping[str, Figure]) -> Iterator[Law]:
    """Yield totals of populations one step down: x.total of x.departments.total and x.communes.total."""
    for id_, whole in figures.items():
        stem, _, last = id_.rpartition(".")
        parts = [figures.get(f"{stem}.{end}.{last}") for end in POPULATIONS]
        if all(parts):
            yield Law("parts", (whole.id,), tuple(one.id for one in parts if one))


def left_out(table: Table) -> Iterator[tuple[Figure, list[Figure]]]:
    """Yield each total of populations that adds up, with the populations beside it that are not in it."""
    by_id = table.by_id
    for law in laws_of(table):
        stem, _, last = law.total[0].rpartition(".")
        if law.kind != "parts" or not law.holds(table.values) or by_id[law.total[0]].account.field:
            continue
        if any(not one.startswith(f"{stem}.") or not one.endswith(f".{last}") for one in law.parts):
            continue
        beside = [
            one
            for one in table.figures
            if one.id.startswith(f"{stem}.")
            and one.id.endswith(f".{last}")
            and one.id.count(".") == law.parts[0].count(".")
            and one.account.period == by_id[law.total[0]].account.period
        ]
        outside = [one for one in beside if one.id not in law.members and one.value]
        if outside:
            yield by_id[law.total[0]], outside


def _whole_of_fields(figures: Mapping[str, Figure]) -> Iterator[Law]:
    """Yield that figures of single fields add up to the one beside them that is of all fields."""
    beside: dict[str, list[Figure]] = {}
    for id_, one in figures.items():
        beside.setdefault(id_.rpartition(".")[0], []).append(one)
    for stem, group in beside.items():
        parts = [one for one in group if one.account.field]
        wholes = [one for one in group if not one.account.field]
        if not stem or len(parts) < 2 or len(wholes) != 1 or wholes[0].id.endswith(("_staff", "officers")):
            continue
        whole = wholes[0]
        if any(replace(one.account, field="") != whole.account for one in parts):
            continue
        slack = () if whole.id.endswith("total") else ("other_fields",)
        exact = whole.value == sum(one.value for one in parts)
        yield Law("parts", (whole.id,), tuple(one.id for one in parts), () if exact else slack)


def letters_beside(table: Table) -> Iterator[tuple[Figure, Figure]]:
    """Yield each number of letters of apology with the late dossiers of the same period and level."""
    for one in table.figures:
        if one.quantity != LETTERS:
            continue
        late = [
            other
            for other in table.figures
            if other.quantity == "late"
            and other.account.period == one.account.period
            and (other.account == one.account or other.account.level == one.account.level)
        ]
        exact = [other for other in late if other.account == one.account]
        for other in (exact or late)[:1]:
            yield one, other


def linked(laws: Sequence[Law]) -> list[list[Law]]:
    """Return laws in groups that share figures, in their order."""
    groups: list[list[Law]] = []
    for law in laws:
        touching = [group for group in groups if any(set(law.members) & set(one.members) for one in group)]
        merged = [one for group in touching for one in group] + [law]
        groups = [group for group in groups if group not in touching] + [merged]
    return groups


def coincidences(table: Table, fewest: int = 3) -> Iterator[list[tuple[Figure, Figure, Figure]]]:
    """
    Yield sums that no rule asks for and that hold in every one of several periods: whole, part, part.

    Args:
        table:  figures.
        fewest: periods.
    """
    by_place: dict[tuple[str, ...], list[dict[str, Figure]]] = {}
    for account, cells in table.stated.items():
        by_place.setdefault(account.place, []).append(cells)
    for lines in by_place.values():
        if len(lines) < fewest:
            continue
        common = [one for one in lines[0] if one in QUANTITIES and all(one in cells for cells in lines)]
        for whole in common:
            for a, b in combinations([one for one in common if one != whole], 2):
                rows = [(cells[whole], cells[a], cells[b]) for cells in lines]
                odd = all(x.value == y.value + z.value and y.value and z.value for x, y, z in rows)
                if odd and not _is_ruled(lines[0], whole, (a, b)):
                    yield rows


def _is_ruled(cells: Mapping[str, Figure], whole: str, parts: tuple[str, str]) -> bool:
    ids = (cells[whole].id,), tuple(sorted(cells[one].id for one in parts))
    return any((law.total, tuple(sorted(law.parts))) == ids and not law.slack for law in row_laws(cells))
