"""
What an audit is given and what it answers: figures with addresses in, remarks out.

Nothing here knows files, workbooks or languages: a table of figures comes from whoever read it, with
the address of each cell, and a remark is a key with values for which `words` has the sentence.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from onestop_sim.clock import Date, parse_date


class Answer(StrEnum):
    """What an audit says of a figure, worst first."""

    INCONSISTENT = "inconsistent"
    """No true numbers can stand behind the print, whatever is left out."""
    STRAINED = "strained"
    """It can be true, but only by something unlikely or unsaid."""
    CONSISTENT = "consistent"
    """At least one check was possible and none objects."""
    NOT_TESTABLE = "not_testable"
    """Nothing in the table says anything about it."""


class Check(StrEnum):
    """Kinds of checks, in the order in which they are made."""

    PRINT = "print"
    """The number against the text that was printed."""
    ACCOUNTING = "accounting"
    """Sums that must add up."""
    PERCENTAGE = "percentage"
    """Printed percentages against the numbers beside them."""
    FLOW = "flow"
    """Stocks, flows and days: Little's law, opening stocks, capacity."""
    COMPARISON = "comparison"
    """Rates of late dossiers, with exact intervals; reported zeros."""
    SIMULATION = "simulation"
    """The simulated distribution, on both clocks."""


SEVERITY: Final = tuple(Answer)
"""Answers, the worst first."""

PERCENT: Final = "percent"
OFFICERS: Final = "officers"
LETTERS: Final = "letters_sent"
OTHER: Final = "other"
"""Quantities besides the columns of the forms: a percentage, people, letters, anything else."""


@dataclass(frozen=True, slots=True, order=True)
class Account:
    """
    The line of a form, or the population of a sentence, that a figure belongs to.

    Attributes:
        report:    whose table.
        scope:     whose dossiers, in words; the name of the row in a form.
        level:     level label; "" for all.
        unit:      unit; "" for all.
        field:     field; "" for all.
        channel:   channel; "" for all.
        first_day: first day counted, YYYY-MM-DD; "" when it is not said.
        last_day:  last day counted, likewise.
    """

    report: str = ""
    scope: str = ""
    level: str = ""
    unit: str = ""
    field: str = ""
    channel: str = ""
    first_day: str = ""
    last_day: str = ""

    @property
    def period(self) -> tuple[str, str]:
        """First and last day."""
        return self.first_day, self.last_day

    @property
    def place(self) -> tuple[str, ...]:
        """The account without its period."""
        return self.report, self.scope, self.level, self.unit, self.field, self.channel

    @property
    def days(self) -> tuple[Date, Date] | None:
        """First and last day as dates, when both are said and in order."""
        if not (self.first_day and self.last_day) or self.last_day < self.first_day:
            return None
        return parse_date(self.first_day), parse_date(self.last_day)


@dataclass(frozen=True, slots=True)
class Figure:
    """
    One reported number.

    Attributes:
        id:        unique in its table.
        address:   where it stands: "B14", "line 12".
        quantity:  a column of the forms, a statistic, or one of `PERCENT`, `OFFICERS`, `OTHER`.
        value:     the number; percentages as printed, 96.4.
        account:   whose it is.
        name:      what is counted, in words.
        unit:      what the number counts: dossiers, percent, persons.
        printed:   the number as it is printed, with its neighbours; "" if not known.
        of:        for a percentage, the quantity that it is a share of; "" if not said.
        decimals:  for a percentage, decimals printed; None: as many as the value has.
        part_of:   the ids of which it is a part, as the table says; "" if it does not.
        total_row: it stands in a row that sums up the other rows.
        computed:  a formula of the sheet computed it.
        clock:     "occurred", "recorded", or "" if the table does not say.
        counting:  flow, cohort, stock or structure, where the table says.
        derived:   nobody printed it: whoever made the table computed it.
        is_mean:   a mean over simulations, no count: only sums are asked of it.
    """

    id: str
    address: str
    quantity: str
    value: float
    account: Account
    name: str = ""
    unit: str = "dossiers"
    printed: str = ""
    of: str = ""
    decimals: int | None = None
    part_of: str = ""
    total_row: bool = False
    computed: bool = False
    clock: str = ""
    counting: str = ""
    derived: bool = False
    is_mean: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """
    One argument about some figures.

    Attributes:
        answer:  what it says of them.
        check:   which check says so.
        key:     the argument, for which `words` has a sentence.
        figures: ids of the figures that it is about.
        values:  the numbers of the argument.
    """

    answer: Answer
    check: Check
    key: str
    figures: tuple[str, ...]
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """Figures of one file, in its order, with ways to look them up."""

    figures: tuple[Figure, ...]

    @cached_property
    def by_id(self) -> dict[str, Figure]:
        """Figures by their ids."""
        return {one.id: one for one in self.figures}

    @cached_property
    def values(self) -> dict[str, float]:
        """Numbers by the ids of their figures."""
        return {one.id: one.value for one in self.figures}

    @cached_property
    def lines(self) -> dict[Account, list[Figure]]:
        """Figures by account, percentages among them, in the order of the table."""
        found: dict[Account, list[Figure]] = {}
        for one in self.figures:
            found.setdefault(one.account, []).append(one)
        return found

    @cached_property
    def accounts(self) -> dict[Account, dict[str, Figure]]:
        """For each account the first figure of each quantity that forms count, in the order of the table."""
        found: dict[Account, dict[str, Figure]] = {}
        for one in self.figures:
            if one.quantity not in (PERCENT, OTHER):
                found.setdefault(one.account, {}).setdefault(one.quantity, one)
        return found

    @cached_property
    def stated(self) -> dict[Account, dict[str, Figure]]:
        """As `accounts`, without what a formula of the sheet computed: that keeps its sum by itself."""
        kept = {
            account: {quantity: one for quantity, one in cells.items() if not one.computed}
            for account, cells in self.accounts.items()
        }
        return {account: cells for account, cells in kept.items() if cells}

    @cached_property
    def counted(self) -> "Table":
        """The table without means of simulations."""
        return Table(tuple(one for one in self.figures if not one.is_mean))

    @cached_property
    def wholes(self) -> list[Figure]:
        """What populations received and resolved, what shares are mostly of; single lines of a form apart."""
        return [
            one
            for one in self.figures
            if one.quantity in ("received", "resolved") and (one.total_row or "/" not in one.id)
        ]


def worst(answers: Iterable[Answer]) -> Answer:
    """
    Return the answer that outweighs the others; no answer at all is `NOT_TESTABLE`.

    >>> worst([Answer.CONSISTENT, Answer.STRAINED]).value, worst([]).value
    ('strained', 'not_testable')
    """
    return min(answers, key=SEVERITY.index, default=Answer.NOT_TESTABLE)
