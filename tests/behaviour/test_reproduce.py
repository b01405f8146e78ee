"""`reproduce` from scenario files to a page that can be checked, and what it refuses."""

import re
from pathlib import Path

import polars as pl
import pytest

from onestop_sim.app.reproduction import Wish, check_page, reproduce_reports, scenarios_in
from onestop_sim.app.voice import VOICE
from onestop_sim.errors import UserError
from onestop_sim.report.reproduction_page import fingerprints_on
from onestop_sim.scenario.evidence import COLUMNS
from onestop_sim.study.archive import read_content
from tests.command import scenario_file, told

LATE = {"id": "tiny.late", "figure": "Trễ hẹn", "value": "12", "statistic": "late", "role": "predicted"}
RESOLVED = {"id": "tiny.resolved", "figure": "Đã giải quyết", "value": "400", "statistic": "resolved"}


def evidence_file(folder: Path) -> Path:
    """Two reported figures of the tiny scenario, invented."""
    rows = [LATE, RESOLVED | {"role": "input"}]
    lines = [",".join(COLUMNS)]
    lines += [
        ",".join({"unit": "dossiers", "clock": "occurred", **row}.get(c, "") for c in COLUMNS) for row in rows
    ]
    path = folder / "tiny.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a scenario that has evidence, one that has none, and a reproduction of the first."""
    folder = tmp_path_factory.mktemp("shelf")
    evidence_file(folder)
    scenario_file(folder, reporting={"evidence": "tiny.csv"})
    scenario_file(folder, "other.yaml", title="Other")
    VOICE.quiet = True
    wish = Wish(scenarios_in(folder), 5, 3, 1, folder / "results", folder / "page.md")
    reproduce_reports(wish)
    return folder


def test_a_reproduction_has_a_row_for_each_figure_and_both_clocks(shelf: Path) -> None:
    """The folder holds the table with roles and standings, and both clocks side by side."""
    table = pl.read_parquet(shelf / "results" / "reproduction.parquet")
    assert table["id"].to_list() == ["tiny.late", "tiny.resolved"]
    assert table["standing"].to_list()[1] == "not_counted"
    assert table.filter(pl.col("mean").is_null()).height == 0
    clocks = pl.read_parquet(shelf / "results" / "true_and_reported.parquet")
    assert {"late", "pending_overdue"} <= set(clocks["statistic"])
    assert read_content(shelf / "results")["kind"] == "reproduction"


def test_the_page_is_the_one_in_the_folder_and_holds_the_fingerprints(shelf: Path) -> None:
    """The committed page carries the fingerprints of replication 0, as the manifest has them."""
    page = (shelf / "page.md").read_text(encoding="utf-8")
    assert page == (shelf / "results" / "reproduction.md").read_text(encoding="utf-8")
    seed, found = fingerprints_on(shelf / "page.md")
    first = read_content(shelf / "results")["parts"]["tiny"]["replications"][0]
    assert (seed, found["tiny"].log, found["tiny"].plan) == (5, first["log"], first["plan"])


def test_a_check_agrees_until_a_number_changes(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Replication 0 agrees with the page; with another fingerprint on it the check fails and says where."""
    files = scenarios_in(shelf)
    assert check_page(shelf / "page.md", files, 1) == 0
    page = (shelf / "page.md").read_text(encoding="utf-8")
    changed = re.sub(
        r"(\| `tiny` \| [0-9a-f]+ \| )[0-9a-f]", r"\g<1>" + ("0" if "| 1" in page else "1"), page
    )
    other = shelf / "changed.md"
    other.write_text(changed, encoding="utf-8")
    assert changed != page
    assert check_page(other, files, 1) == 1
    assert "tiny" in capsys.readouterr().out


def test_a_fitted_scenario_takes_the_place_of_its_origin(tmp_path: Path) -> None:
    """Beside X-fitted.yaml the scenario X is not reproduced again."""
    evidence_file(tmp_path)
    for name in ("tiny", "tiny-fitted"):
        scenario_file(tmp_path, f"{name}.yaml", reporting={"evidence": "tiny.csv"})
    assert [file.stem for file in scenarios_in(tmp_path)] == ["tiny-fitted"]


def test_a_folder_without_evidence_has_nothing_to_reproduce(tmp_path: Path) -> None:
    """Scenarios that name no reported figures are not silently run."""
    scenario_file(tmp_path)
    with pytest.raises(UserError) as caught:
        scenarios_in(tmp_path)
    assert caught.value.key == "nothing_to_reproduce"


def test_a_scenario_without_evidence_is_refused_before_anything_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One message, status 2, no folder."""
    said = told(capsys, "reproduce", scenario_file(tmp_path), "--output", tmp_path / "out")
    assert (said.status, said.out) == (2, "")
    assert "names no reported figures" in said.err
    assert not (tmp_path / "out").exists()
