"""The audit of a table: every check, the answer for each figure, and the smallest corrections."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from onestop_sim.study.audit.accounting import accounting_remarks
from onestop_sim.study.audit.figure import Answer, Remark, Table, worst
from onestop_sim.study.audit.flow import flow_remarks
from onestop_sim.study.audit.percentages import percentage_remarks, unnamed_remarks
from onestop_sim.study.audit.rates import rate_remarks
from onestop_sim.study.audit.repair import Mending, mendings
from onestop_sim.study.audit.simulated import Samples, simulated_remarks


@dataclass(frozen=True, slots=True)
class Audit:
    """
    What an audit found.

    Attributes:
        table:    the figures.
        remarks:  every argument, in the order of the checks.
        mendings: broken sums with their smallest corrections.
        answers:  the answer for each figure, by id, in the order of the table.
    """

    table: Table
    remarks: tuple[Remark, ...]
    mendings: tuple[Mending, ...]
    answers: dict[str, Answer]

    @property
    def counts(self) -> dict[Answer, int]:
        """How many figures got each answer, the worst first."""
        found = Counter(self.answers.values())
        return {answer: found[answer] for answer in Answer}

    @property
    def worst(self) -> Answer:
        """The worst answer that a figure got."""
        return worst(self.answers.values())

    def about(self, figure_id: str) -> list[Remark]:
        """Return the remarks about a figure, the worst first."""
        order = list(Answer)
        mine = [one for one in self.remarks if figure_id in one.figures]
        return sorted(mine, key=lambda one: order.index(one.answer))


def audit(table: Table, against: Table | None = None, samples: Samples | None = None) -> Audit:
    """
    Audit a table of reported figures.

    Args:
        table:   the figures.
        against: figures of another report.
        samples: simulated values of the figures.
    """
    remarks: list[Remark] = [
        *accounting_remarks(table),
        *percentage_remarks(table.counted),
        *unnamed_remarks(table.counted),
        *flow_remarks(table.counted),
        *rate_remarks(table.counted, against),
        *(simulated_remarks(table, samples) if samples else ()),
    ]
    return Audit(table, tuple(remarks), tuple(mendings(table)), _answers(table, remarks))


def _answers(table: Table, remarks: Sequence[Remark]) -> dict[str, Answer]:
    found: dict[str, list[Answer]] = {one.id: [] for one in table.figures}
    for remark in remarks:
        for one in remark.figures:
            if one in found:
                found[one].append(remark.answer)
    return {one: worst(answers) for one, answers in found.items()}
