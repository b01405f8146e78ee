"""What would happen if: only what was changed differs, and a planted effect is found."""

import json
from dataclasses import replace

import polars as pl
import pytest

from onestop_sim.study.compare import compare, headline_of, worlds_of
from onestop_sim.study.compare_fates import Kind
from onestop_sim.study.compare_scenarios import deviations
from onestop_sim.study.compare_tables import HEADLINE, ComparisonTables, comparison_tables
from onestop_sim.words.answer import answer
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.difference import differences_in_words
from tests.behaviour.test_run import contents
from tests.command import scenario_file, told
from tests.scenarios import tiny_scenario

N = 6
SLOW_DESK = {"procedures": {"certified_copy": {"reception": {"effort": "9 min"}}}}


def tables_of(*scenarios, n: int = N) -> ComparisonTables:
    """The tables of a comparison of some scenarios, the base first."""
    worlds = worlds_of(scenarios)
    return comparison_tables(worlds, compare(worlds, replications=n, root_seed=1), headline_of(worlds))


@pytest.fixture(scope="module")
def slower() -> ComparisonTables:
    """Reception of certified copies takes nine minutes instead of five."""
    return tables_of(tiny_scenario(), tiny_scenario(name="slower", **SLOW_DESK))


def test_a_scenario_differs_in_nothing_from_itself():
    """Every figure of every scope differs by exactly zero, and no dossier has another life."""
    tables = tables_of(tiny_scenario(), tiny_scenario(), n=3)
    known = tables.differences.filter(pl.col("n") > 1)
    assert known.height > 500
    assert known["is_exact"].all()
    assert (known["difference"] == 0).all()
    assert not tables.differences["is_found"].any()
    assert tables.differences["p"].null_count() == tables.differences.height
    assert set(tables.changes["kind"]) == {Kind.SAME.value}
    assert tables.examples.height == 0
    said = answer(tables, "tiny-2", "The same", Lang.EN)
    assert "exactly unchanged" in said[0]
    assert said[1:] == ["Nothing changes in the life of any dossier."]


def test_an_officer_where_the_office_is_never_full_changes_no_life():
    """Only that office's capacity and utilisation move, and what is summed over it."""
    idle = {"leader": {"officers": {"leader": {"n": 40}}}}
    more = {"leader": {"officers": {"leader": {"n": 41}}}}
    tables = tables_of(tiny_scenario(offices=idle), tiny_scenario(name="more", offices=more), n=3)
    assert set(tables.changes["kind"]) == {Kind.SAME.value}
    moved = tables.differences.filter(pl.col("difference") != 0)
    assert set(moved["statistic"]) == {"utilisation", "duty_s"}
    assert set(moved["place"]) <= {"", "district/leader"}
    assert set(moved["unit"]) <= {"", "district"}
    assert set(moved["level"]) <= {"", "district"}
    duty = moved.filter(statistic="duty_s")
    assert duty["is_exact"].all()
    assert (duty["with_variant"] / duty["base"]).to_list() == pytest.approx([41 / 40])


def test_a_figure_that_one_pair_alone_has_does_not_silence_the_others(slower):
    """A headline figure undefined in all replications but one is not detected; the rest is answered."""
    is_late = (pl.col("statistic") == "late") & (pl.col("family") == HEADLINE)
    assert slower.differences.filter(is_late).height == 1
    once = {"n": 1, "p": None, "sd": None, "is_exact": False, "is_found": False}
    columns = [pl.when(is_late).then(x).otherwise(pl.col(name)).alias(name) for name, x in once.items()]
    rare = replace(slower, differences=slower.differences.with_columns(columns))
    said = answer(rare, "slower", "A slower desk", Lang.EN)[0]
    assert said.startswith("A slower desk: the mean wait at the desk rises by ")
    assert "no detectable change in dossiers resolved late" in said


def test_a_planted_effect_is_found(slower):
    """A slower desk makes people wait longer: found, in the right direction, and said first."""
    wait = slower.differences.row(
        by_predicate=(pl.col("statistic") == "mean_wait_min") & (pl.col("family") == HEADLINE), named=True
    )
    assert wait["is_found"]
    assert 0 < wait["ci_low"] < wait["difference"] < wait["ci_high"]
    assert wait["variance_ratio"] > 1
    first = answer(slower, "slower", "A slower desk", Lang.EN)[0]
    assert first.startswith("A slower desk: the mean wait at the desk rises by ")
    assert answer(slower, "slower", "Quầy chậm hơn", Lang.VI)[0].startswith(
        "Quầy chậm hơn: thời gian chờ trung bình tại quầy tăng "
    )


def test_headline_figures_are_those_declared(slower):
    """The short family has the figures of `reporting.headline`, in their order; the rest explores."""
    declared = [one.statistic.value for one in tiny_scenario().reporting.headline]
    assert slower.differences.filter(family=HEADLINE)["statistic"].to_list() == declared
    assert slower.differences.head(len(declared))["family"].unique().to_list() == [HEADLINE]


def test_changed_fates_add_up_to_the_changed_figure(slower):
    """Late there less late here, dossier by dossier, is the difference of the figure."""
    of_all = slower.changes.filter(by="all")
    became = of_all.filter((pl.col("became") == "late") & (pl.col("kind") != Kind.ONLY_BASE.value))
    was = of_all.filter((pl.col("was") == "late") & (pl.col("kind") != Kind.ONLY_VARIANT.value))
    late = slower.differences.filter(statistic="late", family=HEADLINE)["difference"].item()
    assert (became["n_total"].sum() - was["n_total"].sum()) / N == pytest.approx(late)


@pytest.mark.parametrize("by", ["field", "unit"])
def test_counts_by_field_and_unit_add_up(slower, by):
    """Every dossier is counted once under a field and once under a unit."""
    keys = ["variant", "kind", "was", "became"]
    whole = slower.changes.filter(by="all").select(*keys, "n_total").sort(keys)
    parts = slower.changes.filter(by=by).group_by(keys).agg(pl.col("n_total").sum()).sort(keys)
    assert parts.equals(whole)


def test_dossiers_of_one_world_are_counted_apart():
    """A larger volume adds dossiers; none of them is a changed fate."""
    more = tiny_scenario(name="more", demand={"communes": {"n_per_period": {"2023q1": 480}}})
    tables = tables_of(tiny_scenario(), more, n=2)
    alone = tables.changes.filter(by="all", kind=Kind.ONLY_VARIANT.value)["n_total"].sum() / 2
    assert 40 < alone < 160
    assert tables.changes.filter(kind=Kind.ONLY_BASE.value).height == 0
    shared = pl.col("kind").is_in([Kind.ONLY_VARIANT.value]).not_()
    same = tables_of(tiny_scenario(), tiny_scenario(), n=2).changes.filter(by="all")["n_total"].sum()
    # None that the base asks about is lost; some that were decided before the period now reach into it.
    assert tables.changes.filter(shared, by="all")["n_total"].sum() >= same
    assert "Counted apart: 0 dossiers" in " ".join(answer(tables, "more", "More", Lang.EN))


def test_several_variants_share_one_short_family():
    """With a second variant the first one's headline figures are held to more."""
    one = tables_of(tiny_scenario(), tiny_scenario(name="slower", **SLOW_DESK), n=3)
    two = tables_of(
        tiny_scenario(),
        tiny_scenario(name="slower", **SLOW_DESK),
        tiny_scenario(name="half", procedures={"certified_copy": {"reception": {"effort": "7 min"}}}),
        n=3,
    )
    alone, together = (
        tables.differences.filter(variant="slower", family=HEADLINE, statistic="mean_wait_min").row(
            0, named=True
        )
        for tables in (one, two)
    )
    assert together["p"] == alone["p"]
    assert together["p_adjusted"] > alone["p_adjusted"]


@pytest.fixture(scope="module")
def compared_folder(tmp_path_factory):
    """A comparison by the command line, in one process: base file, folder and what it said."""
    from onestop_sim.app.cli import main

    folder = tmp_path_factory.mktemp("compare")
    base, variant = scenario_file(folder), folder / "slower.yaml"
    variant.write_text(json.dumps({"extends": "tiny.yaml", "name": "slower", "title": "Slower", **SLOW_DESK}))
    words = ["--lang", "en", "compare", str(base), str(variant), "--quiet", "-n", "3", "--workers", "1"]
    assert main([*words, "--output", str(folder / "one")]) == 0
    return folder


def test_two_workers_write_the_same_bytes(compared_folder, tmp_path, capsys):
    """One worker or two: every file but run.json is the same, and the answer comes first."""
    files = [compared_folder / "tiny.yaml", compared_folder / "slower.yaml"]
    said = told(capsys, "compare", *files, "-q", "-n", "3", "--workers", "2", "-o", tmp_path / "two")
    assert said.status == 0
    found = contents(tmp_path / "two")
    assert found == contents(compared_folder / "one")
    assert {"answer.en.md", "answer.vi.md", "differences.csv", "changes.csv", "examples.csv"} < found.keys()
    assert said.out.index("Slower: the mean wait") < said.out.index("Headline figures")


def test_a_changed_life_can_be_traced_in_both_worlds(compared_folder, capsys):
    """The example that a comparison names exists in the base and in the variant; other worlds are told."""
    example = pl.read_csv(compared_folder / "one" / "examples.csv").row(0, named=True)
    words = ["trace", compared_folder / "one", example["key"], "--replication", str(example["replication"])]
    here, there = told(capsys, *words), told(capsys, *words, "--world", "slower")
    assert (here.status, there.status) == (0, 0)
    assert "fingerprint agrees" in here.out
    assert "fingerprint agrees" in there.out
    assert here.out != there.out
    nowhere = told(capsys, *words, "--world", "faster")
    assert nowhere.status == 2
    assert "possible: tiny, slower" in nowhere.err


def test_a_comparison_can_be_reproduced(compared_folder, capsys):
    """The manifest has every world; run again, all fingerprints agree."""
    said = told(capsys, "reproduce-run", compared_folder / "one", "--quiet", "--workers", "1")
    assert said.status == 0
    assert said.out.count("agrees") == 6


def test_other_periods_cannot_be_compared(tmp_path, capsys):
    """Figures of other days are no answer to what would happen if."""
    base = scenario_file(tmp_path)
    period = {"2023q1": {"first_day": "2023-02-01", "last_day": "2023-02-27"}}
    other = scenario_file(tmp_path, "other.yaml", periods=period)
    said = told(capsys, "compare", base, other)
    assert said.status == 2
    assert "counts other periods" in said.err
    assert told(capsys, "compare", base).status == 2


def test_diff_says_in_words_what_differs():
    """People, volumes, shares, changes and rules, each in a sentence; provenance is only counted."""
    base = tiny_scenario()
    variant = tiny_scenario(
        title="Other",
        offices={"division": {"officers": {"specialist": {"n": 3}}}},
        demand={"communes": {"n_per_period": {"2023q1": 440}}},
        procedures={"business": {"online_share": 0.5}},
        changes={
            "help": {
                "kind": "more_officers",
                "office": "desk",
                "first_day": "2023-02-06",
                "officers": {"n": 1},
            }
        },
        rules={"between_units": "electronic"},
        lines={"post": {"collections": ["15:00"]}},
    )
    said = differences_in_words(deviations(base, variant), base, variant, Lang.EN)
    assert said == [
        "Phòng LĐTBXH: specialist, 2 → 3 people",
        "procedures.business.online_share: 30.00% → 50.00%",
        "Volume of communes in period 2023q1: 400 → 440 dossiers (+10.0%)",
        "lines.post.collections: 09:00, 15:00 → 15:00",
        "rules.between_units: post → electronic",
        "From 6 February 2023 for good: 1 more at Bộ phận một cửa huyện",
        "Only words differ (titles, sources, grades, notes) in 1 more places.",
    ]
    assert "Từ 06/02/2023 trở đi: thêm 1 người tại Bộ phận một cửa huyện" in differences_in_words(
        deviations(base, variant), base, variant, Lang.VI
    )
    assert differences_in_words([], base, base, Lang.EN) == ["The two scenarios say the same."]


def test_a_headline_must_exist(tmp_path, capsys):
    """A headline of a unit that is not there is refused before anything is run."""
    headline = [{"statistic": "late", "unit": "xa_nam"}]
    path = scenario_file(tmp_path, reporting={"headline": headline})
    said = told(capsys, "check", path)
    assert said.status == 2
    assert "reporting.headline" in said.err
    assert "xa_nam" in said.err


def test_a_headline_with_a_scope_is_measured():
    """A level and a field together, which no table has by itself, can be a headline."""
    headline = [{"statistic": "late", "level": "district", "field": "dat_dai", "clock": "recorded"}]
    base = tiny_scenario(reporting={"headline": headline})
    variant = tiny_scenario(name="slower", reporting={"headline": headline}, **SLOW_DESK)
    tables = tables_of(base, variant, n=2)
    [row] = tables.differences.filter(family=HEADLINE).to_dicts()
    assert (row["level"], row["field"], row["clock"], row["n"]) == ("district", "dat_dai", "recorded", 2)
