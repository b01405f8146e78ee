"""
The committed page of a reproduction: tables as Markdown, and the fingerprints that a later check reads.

The page is for readers of the repository, so it has one language; names of figures are those of the
reports, in Vietnamese.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from onestop_sim.errors import UserError
from onestop_sim.study.archive import Fingerprints
from onestop_sim.study.conditioned import Hold
from onestop_sim.study.reproduce import Score, Standing, holds, score

_SAID: Final = {
    Standing.INSIDE: "inside",
    Standing.UNINFORMATIVE: "inside, uninformative",
    Standing.OUTSIDE: "**outside**",
    Standing.OUTSIDE_WIDE: "**outside** (even of a wide interval)",
    Standing.NOT_COUNTED: "not counted",
    Standing.NOT_COMPARED: "not compared",
}

_HELD: Final = {
    Hold.FREE: "No figure is fitted: assumptions are drawn from their whole ranges.",
    Hold.TOO_FEW: "**The intervals are not held to the fitted figures: the replications are too few.**",
    Hold.BEYOND: "**A fitted figure lies beyond all draws of the assumptions: the intervals extrapolate.**",
    Hold.HELD: "The fitted figures lie among the draws of the assumptions.",
}

_HEADS: Final = (
    "figure",
    "role",
    "reported",
    "simulated",
    "± (MC)",
    "95 % interval",
    "half width",
    "given the parameters",
    "without clustering",
    "verdict",
    "naive forecast",
)

_LINE: Final = re.compile(r"^\| `(?P<name>[^`]+)` \| (?P<plan>[0-9a-f]{16,}) \| (?P<log>[0-9a-f]{16,}) \|$")


def as_page(
    tables: Mapping[str, pl.DataFrame],
    clocks: Mapping[str, pl.DataFrame],
    first: Mapping[str, Fingerprints],
    root_seed: int,
    n: int,
) -> str:
    """
    Return a reproduction as Markdown.

    Args:
        tables:    reproduction of each scenario by its name, see `reproduce.reproduction`.
        clocks:    both clocks of each, see `reproduce.true_and_reported`.
        first:     fingerprints of replication 0 of each, as the scenario stands.
        root_seed: seed of the experiment.
        n:         replications of each of the three sets.
    """
    total = score(pl.concat(list(tables.values())))
    parts = [
        "# The reports reproduced",
        "",
        f"Output of `python run.py reproduce` (seed {root_seed}, {n} replications of each scenario as it",
        f"stands, {n} with assumptions drawn from their ranges, {n} without clustering).",
        "",
        f"**{sentence_of(total)}**",
        "",
        *_LEGEND,
    ]
    for name, table in tables.items():
        parts += ["", f"## {name}", "", sentence_of(score(table)), ""]
        parts += [*(_HELD[one] for one in holds(table)), "", *_figures(table)]
        parts += ["", "Both clocks, all dossiers:", "", *_clocks(clocks[name])]
    parts += ["", "## Fingerprints of replication 0", "", "| scenario | plan | event log |", "|---|---|---|"]
    parts += [f"| `{name}` | {one.plan} | {one.log} |" for name, one in first.items()]
    return "\n".join(parts) + "\n"


_LEGEND: Final = (
    "- *95 % interval*: chance, clustering and the doubt about assumptions together. Assumptions are drawn",
    "  from their ranges and held to the fitted figures of the report (regression adjustment, Beaumont and",
    "  others 2002); a fitted figure itself to the others.",
    "- *given the parameters*: chance and clustering alone; *without clustering*: chance alone.",
    "- Only figures with the role `predicted` are evidence, and only where the interval is sharp (half width",
    "  at most 30 %) or excludes every naive forecast; *inside, uninformative* proves nothing.",
    "- Figures outside are misses; each has an entry in DESIGN.md.",
)


def sentence_of(one: Score) -> str:
    """
    Return what the predictions prove, in one sentence.

    >>> sentence_of(Score(3, 4, 2, 1))
    '3 of 4 sharp predictions inside; 2 inside but uninformative; 1 outside in all.'
    """
    return (
        f"{one.n_inside} of {one.n_sharp} sharp predictions inside; "
        f"{one.n_uninformative} inside but uninformative; {one.n_outside} outside in all."
    )


def _figures(table: pl.DataFrame) -> list[str]:
    lines = ["| " + " | ".join(_HEADS) + " |", "|---|---|" + "---:|" * 7 + "---|---|"]
    order = {"predicted": 0, "fitted": 1, "derived": 2, "input": 3}
    rows = sorted(table.iter_rows(named=True), key=lambda row: order.get(row["role"], 9))
    for row in rows:
        of = ", ".join(filter(None, (row["level"], row["unit"], row["field"])))
        clock = "" if row["clock"] == "occurred" else ", as recorded"
        width = row["half_width_share"]
        naive = f"{row['naive']}: {_number(row['naive_value'])}" if row["naive"] else ""
        naive += {None: "", True: " (excluded)", False: " (inside)"}[row["naive_excluded"]]
        cells = (
            f"{row['figure']} (`{row['id']}`{', ' + of if of else ''}{clock})".replace("|", "/"),
            row["role"],
            _number(row["reported"]),
            _number(row["mean"]),
            _number(row["mc_error"]),
            _interval(row["pi_low"], row["pi_high"]),
            "–" if width is None else f"{width:.0%}",
            _interval(row["given_low"], row["given_high"]),
            _interval(row["unclustered_low"], row["unclustered_high"]),
            _SAID[Standing(row["standing"])],
            naive.replace("|", "/"),
        )
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def _clocks(table: pl.DataFrame) -> list[str]:
    heads = (
        "period",
        "statistic",
        "as it was",
        "as the portal shows it",
        "in the software only, range",
        "phantom share",
    )
    lines = ["| " + " | ".join(heads) + " |", "|---|---|---:|---:|---:|---:|"]
    for row in table.iter_rows(named=True):
        shares = (row["phantom_share_low"], row["phantom_share_high"])
        cells = (
            row["period"],
            row["statistic"],
            _number(row["occurred"]),
            _number(row["recorded"]),
            _interval(row["range_low"], row["range_high"]),
            "" if None in shares else f"{shares[0]:.0%} … {shares[1]:.0%}",
        )
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.1f}".removesuffix(".0")


def _interval(low: float | None, high: float | None) -> str:
    return "–" if low is None or high is None else f"{_number(low)} … {_number(high)}"


def fingerprints_on(path: Path) -> tuple[int, dict[str, Fingerprints]]:
    """
    Return the seed and the fingerprints that stand on a page, by the name of the scenario.

    Raises:
        UserError: ``file_missing``, or ``page_without_fingerprints``.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UserError("file_missing", file=str(path)) from None
    except (OSError, UnicodeDecodeError) as problem:
        raise UserError("file_unreadable", file=str(path), reason=type(problem).__name__) from None
    seed = re.search(r"\(seed (\d+),", text)
    found = [match for line in text.splitlines() if (match := _LINE.match(line))]
    if seed is None or not found:
        raise UserError("page_without_fingerprints", file=str(path))
    return int(seed[1]), {one["name"]: Fingerprints(0, one["plan"], one["log"]) for one in found}


def disagreeing(before: Mapping[str, Fingerprints], after: Mapping[str, Fingerprints]) -> Sequence[str]:
    """Return the names whose fingerprints are not the same, or that only one side has."""
    return [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
