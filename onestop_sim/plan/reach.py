"""
Tables of a Plan that only a scenario with a choice of desk has: distances, and desks that depend on queues.

Positions are whole metres east and north of a common point, so that distances are compared exactly.
"""

from dataclasses import dataclass

from onestop_sim.plan.columns import Columns, Floats, Ints, column


@dataclass(frozen=True)
class Positions(Columns):
    """
    Where places are; one row for each of `Places`.

    Attributes:
        x_m:           metres east of the common point; `y_m`: metres north of it.
        detour_factor: metres by road for one of the straight line, the same for all.
    """

    x_m: Ints = column("i4")
    y_m: Ints = column("i4")
    detour_factor: Floats = column("f8")


@dataclass(frozen=True)
class Origins(Columns):
    """
    Where applicants set out; one row for each dossier.

    Attributes:
        x_m:       metres east of the common point, of the home, or of the work place of one who goes to the
                   desk that is nearest to it; `y_m`: metres north.
        own_place: desk at which it would be filed without a choice.
    """

    x_m: Ints = column("i4")
    y_m: Ints = column("i4")
    own_place: Ints = column("i2")


@dataclass(frozen=True)
class Choices(Columns):
    """
    Desks among which the queues decide when the applicant sets out; sorted by dossier, then as compared.

    The desk with the fewest dossiers for each officer on duty is taken, of equal ones the first here. The
    dossier's rows name the role RECEIVING (and RETURNING); until then it has the desk of the plan's columns.

    Attributes:
        dossier: row of `Dossiers`.
        place:   index into `Places`, nearest to home first, of equally near ones by number.
    """

    dossier: Ints = column("i4")
    place: Ints = column("i2")


@dataclass(frozen=True)
class Nearby(Columns):
    """
    What rows of such dossiers are instead, if the desk turns out to be near; sorted by row.

    Attributes:
        row:     row of `Steps`. A TRANSFER whose two ends turn out to be in one unit takes the line and delay
                 given here, one whose ends are one place is left out. A HAND_OVER at the dossier's own desk
                 is waited for there.
        line:    index into `Lines` (TRANSFER), else NOBODY.
        delay_s: transit of that line.
    """

    row: Ints = column("i4")
    line: Ints = column("i2")
    delay_s: Ints = column("i8")
