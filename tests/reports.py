"""Results folders for tests of pages and workbooks, of a scenario whose texts mean harm."""

from functools import cache
from pathlib import Path

import polars as pl

from onestop_sim.scenario.evidence import ReportedFigure
from onestop_sim.scenario.model import Scenario
from onestop_sim.study.archive import Fingerprints, write_study_manifest, write_table
from onestop_sim.study.compare_reported import scopes_of
from onestop_sim.study.replicate import Replication, replicate
from onestop_sim.study.report_tables import tables_of, write_study
from onestop_sim.study.reproduce import COLUMNS
from onestop_sim.terms import ClockChoice, Role
from tests.scenarios import tiny_scenario

SCRIPT = "<script>document.title='hit'</script>"
CLOSING = '</script></style></title><img src=x onerror="document.title=1">'
FORMULA = "=cmd|' /C calc'!A0"
TEMPLATE = "{{ 7 * 7 }} {% include 'x' %} {title.__class__}"
REMOTE = "<link rel=stylesheet href=http://example.org/x.css>"


def hostile_scenario() -> Scenario:
    """The tiny scenario with texts that a page must not run and a workbook must not compute."""
    return tiny_scenario(
        title=f"{SCRIPT} {TEMPLATE}",
        description=f"{CLOSING} {REMOTE}",
        units={"xa_dong": {"title": CLOSING}, "xa_tay": {"title": FORMULA}},
        offices={"desk": {"title": SCRIPT}, "land": {"title": "@SUM(A1)"}},
        procedures={"business": {"field": "+1+cmd|x", "title": REMOTE}, "land_transfer": {"field": SCRIPT}},
        source=f"-2+3 {SCRIPT}",
        grade="assumption",
    )


def hostile_evidence() -> tuple[ReportedFigure, ...]:
    """One predicted figure that is inside nothing, and one that was fed in."""

    def figure(name: str, statistic: str, value: float, role: Role) -> ReportedFigure:
        scope = dict.fromkeys(("scope", "report", "line", "printed", "counting", "unit_name", "channel"), "")
        return ReportedFigure(
            id=name,
            figure=f"={SCRIPT}",
            value=value,
            unit="dossiers",
            period_start=None,
            period_end=None,
            statistic=statistic,
            level="",
            field="",
            clock=ClockChoice.OCCURRED,
            role=role,
            note=FORMULA,
            file_line=2,
            **scope,
        )

    return (
        figure("late", "late", 10_000.0, Role.PREDICTED),
        figure("resolved", "resolved", 300.0, Role.INPUT),
    )


@cache
def hostile_replications() -> tuple[Replication, ...]:
    """Two replications of it."""
    scopes = scopes_of(hostile_evidence(), hostile_scenario())
    return tuple(replicate(hostile_scenario(), replications=2, root_seed=1, scopes=scopes))


def hostile_run(folder: Path) -> Path:
    """Write a run."""
    folder.mkdir(parents=True)
    scenario, replications = hostile_scenario(), hostile_replications()
    write_study(folder, scenario, 1, replications, tables_of(scenario, hostile_evidence(), replications))
    return folder


def _fingerprints() -> tuple[Fingerprints, ...]:
    return tuple(one.fingerprints for one in hostile_replications())


def hostile_study(folder: Path, kind: str) -> Path:
    """Write a study of two scenarios, with the tables that its kind has."""
    folder.mkdir(parents=True)
    first = hostile_scenario()
    parts = {"tiny": (first, _fingerprints()), "other": (tiny_scenario(), _fingerprints())}
    for name, table in _TABLES[kind]().items():
        write_table(folder, name, table)
    write_study_manifest(folder, kind, 1, parts)
    return folder


def _reproduction() -> dict[str, pl.DataFrame]:
    rows = [
        {
            "scenario": "tiny",
            "id": "late",
            "figure": SCRIPT,
            "statistic": "late",
            "level": "",
            "unit": "xa_dong",
            "field": CLOSING,
            "clock": "occurred",
            "role": "predicted",
            "reported": 9.0,
            "mean": 12.0,
            "pi_low": 8.0,
            "pi_high": 15.0,
            "inside": True,
            "standing": "inside",
            "note": FORMULA,
        }
    ]
    clocks = {"scenario": "tiny", "period": "2023q1", "statistic": "late", "occurred": 12.0, "recorded": 15.0}
    clocks |= {"range_low": 1.0, "range_high": 4.0, "phantom_share_low": 0.1, "phantom_share_high": 0.3}
    return {
        "reproduction": pl.DataFrame(rows, schema_overrides=dict(COLUMNS)).select(_all_of(COLUMNS, rows)),
        "true_and_reported": pl.DataFrame([clocks]),
    }


def _all_of(columns: dict[str, pl.DataType], rows: list[dict[str, object]]) -> list[pl.Expr]:
    return [
        pl.col(name) if name in rows[0] else pl.lit(None, kind).alias(name) for name, kind in columns.items()
    ]


def _differences() -> dict[str, pl.DataFrame]:
    row = {
        "variant": "other",
        "period": "2023q1",
        "statistic": "late",
        "level": "",
        "unit": "",
        "field": SCRIPT,
        "clock": "occurred",
        "place": FORMULA,
        "base": 12.0,
        "with_variant": 7.0,
        "difference": -5.0,
        "ci_low": -7.0,
        "ci_high": -3.0,
        "family": "headline",
        "is_found": True,
    }
    return {"differences": pl.DataFrame([row])}


def _odd() -> dict[str, pl.DataFrame]:
    """Return a table that nothing here knows by name, one with no rows, and one with odd columns."""
    return {
        "findings": pl.DataFrame(
            {SCRIPT: [FORMULA, CLOSING], "share": [0.5, None], "is_real": [True, False]}
        ),
        "empty": pl.DataFrame({"a": []}, schema={"a": pl.Float64}),
    }


def _audited() -> dict[str, pl.DataFrame]:
    """Return the figures of an audit, one of them inconsistent for a reason that means harm."""
    words = {
        "figure": SCRIPT,
        "address": FORMULA,
        "answer": "inconsistent",
        "why_en": CLOSING,
        "why_vi": CLOSING,
    }
    head = {"scope": CLOSING, "level": "", "field": SCRIPT, "period_start": "2022-01-01"}
    head |= {"period_end": "2022-12-31", "address": FORMULA}
    rate = {"late": 3.0, "whole": 30.0, "late_share": 0.1, "low_share": 0.02, "high_share": 0.27}
    stay = {"stock": 4.0, "per_wd": 2.0, "n_wd": 50.0, "stay_wd": 2.0, "least_wd": 0.9, "limit_wd": 30.0}
    simulated = {"figure": SCRIPT, "quantity": "late", "reported": 3.0}
    simulated |= {
        f"{clock}_{end}": value
        for clock in ("occurred", "recorded")
        for end, value in (("low", 1.0), ("mean", 2.0), ("high", 2.5))
    }
    return {
        "figures": pl.DataFrame([{**words, "scope": CLOSING, "value": 3.0}]),
        "late_rates": pl.DataFrame([{**head, **rate, "answer": "strained"}]),
        "implied_stays": pl.DataFrame([{**head, **stay, "answer": "consistent"}]),
        "simulated": pl.DataFrame([{**head, **simulated, "answer": "strained"}]),
        **_odd(),
    }


def _calibrated() -> dict[str, pl.DataFrame]:
    """Return the targets of a calibration, one met, and a parameter at the end of its range."""
    target = {"id": SCRIPT, "reported": 9.0, "mean": 9.1, "combined_se": 0.2, "meeting": "met"}
    parameter = {"name": CLOSING, "path": FORMULA, "low": 0.0, "high": 1.0, "before": 0.5, "fitted": 1.0}
    delays = parameter | {"name": "delays", "path": "pace.delays.delay_factor", "fitted": 0.7}
    pair = {"first": SCRIPT, "second": CLOSING, "cosine": -0.99, "is_shown": True, "how": "second set"}
    conclusion = {
        "name": "really_late",
        "office": CLOSING,
        "fitted": 5.0,
        "low": 4.0,
        "high": 6.0,
        "n_sets": 2,
    }
    return {
        "targets": pl.DataFrame([target]),
        "parameters": pl.DataFrame([parameter | {"at_bound": True}, delays | {"at_bound": False}]),
        "pairs": pl.DataFrame([pair]),
        "conclusions": pl.DataFrame([conclusion | {"n_sets": 2}]),
    }


_TABLES = {
    "reproduction": _reproduction,
    "comparison": _differences,
    "audit": _audited,
    "calibration": _calibrated,
}
KINDS = ("run", *_TABLES)


def hostile_folder(parent: Path, kind: str) -> Path:
    """Write a results folder of a kind."""
    return hostile_run(parent / kind) if kind == "run" else hostile_study(parent / kind, kind)
