"""What a replication is measured by: every table of a results folder, under the scenario's counting rule."""

import polars as pl

from onestop_sim.study.measure import FIGURES, KEYS, Scope
from onestop_sim.study.replicate import Job, run_replication
from tests.scenarios import tiny_scenario

TABLES = run_replication(Job(tiny_scenario(), 1, 0)).tables


def total(table: pl.DataFrame, column: str) -> float:
    """A column of the last row of the levels, as it was."""
    row = table.filter(
        (pl.col("clock") == "occurred") & (pl.col("by") == "level") & (pl.col("group") == "total")
    )
    return float(row[column].item())


def figure(tables: dict[str, pl.DataFrame], statistic: str) -> float:
    """A figure of all dossiers, as it was."""
    of = (pl.col("statistic") == statistic) & (pl.col("clock") == "occurred")
    everything = (pl.col("level") == "") & (pl.col("unit") == "") & (pl.col("field") == "")
    return float(tables["figures"].filter(of & everything)["value"].item())


def test_every_table_has_its_keys_and_no_row_twice() -> None:
    """The key columns of each table tell its rows apart."""
    assert set(TABLES) == set(KEYS)
    for name, keys in KEYS.items():
        assert TABLES[name].height > 0
        assert not TABLES[name].select(keys).is_duplicated().any()


def test_the_counting_rule_of_the_scenario_is_the_one_of_its_figures() -> None:
    """Pending is column 11 of the form under one rule, and without the paused dossiers under the other."""
    buckets = tiny_scenario(reporting={"counting_rule": "three_buckets"})
    other = run_replication(Job(buckets, 1, 0)).tables
    assert figure(TABLES, "pending") == total(TABLES["form_ii06"], "pending")
    assert figure(other, "pending") == total(TABLES["three_buckets"], "pending")
    assert total(TABLES["three_buckets"], "paused") > 0
    assert figure(TABLES, "pending") == figure(other, "pending") + total(TABLES["three_buckets"], "paused")


def test_days_are_dates_and_their_arrivals_those_of_the_period() -> None:
    """One row for each day of the period; what was accepted on them is what the form received."""
    days = TABLES["days"]
    assert (days["day"].to_list()[0], days["day"].to_list()[-1], days.height) == (
        "2023-02-01",
        "2023-02-28",
        28,
    )
    new = total(TABLES["form_ii06"], "received") - total(TABLES["form_ii06"], "carried_over")
    assert days["accepted"].sum() == new


def test_the_days_of_a_stay_are_all_somewhere() -> None:
    """Queue, work, closed hours, delay, transfer, pause and collection add up to the mean stay."""
    stays = TABLES["stays"]
    parts = [name for name in stays.columns if name.endswith("_d") and not name.startswith(("q5", "q9"))]
    whole = stays.select(pl.sum_horizontal(one for one in parts if one != "mean_d") - pl.col("mean_d"))
    assert whole.to_series().abs().max() < 1e-9


def test_figures_asked_for_by_scope_are_those_that_are_always_measured() -> None:
    """Whoever asks for some tables and scopes alone gets them, with the same numbers."""
    wanted = (Scope("late", "", "", "", "recorded"), Scope("pending", "district", "", "", "occurred"))
    (name, table), *others = run_replication(
        Job(tiny_scenario(), 1, 0, tables=(FIGURES,), scopes=wanted, only_scopes=True)
    ).tables.items()
    assert (name, table.height, others) == (FIGURES, len(wanted), [])
    assert table.join(TABLES[FIGURES], on=table.columns, how="semi").height == len(wanted)
