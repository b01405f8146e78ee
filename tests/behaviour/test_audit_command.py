"""`audit` on the command line: answer, folder, JSON, exit status, templates, a scenario beside it."""

import json
from pathlib import Path

import pytest

from onestop_sim.study.archive import MANIFEST, RUN
from tests.command import ROOT, scenario_file, told
from tests.unit.test_form_sheet import LAND, STATUS, filled

BINH_SON = ROOT / "scenarios" / "evidence" / "binh-son-2022.csv"
TEMPLATE_ROW = "name,level,period_start,period_end,received,resolved,pending,late,officers\n"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Results go to a fresh folder."""
    monkeypatch.chdir(tmp_path)


def test_the_answer_comes_first_and_says_why(capsys):
    """The first line answers, then objections, corrections, figures, and where all of it lies."""
    said = told(capsys, "audit", BINH_SON)
    assert said.status == 0
    first, *rest = said.out.splitlines()
    assert "does not add up" in first
    assert "63 missing" in said.out
    assert "63 dossiers in a bucket that is not printed: paused" in said.out
    assert rest[-1].startswith("Results: ")


def test_the_folder_vouches_for_what_was_read_and_answered(capsys, tmp_path):
    """Tables, the answer, and a manifest with the fingerprint of the input; the same bytes each time."""
    told(capsys, "audit", BINH_SON, "-o", "one")
    told(capsys, "audit", BINH_SON, "-o", "two")
    names = {path.name for path in Path("one").iterdir()}
    assert {"figures.csv", "corrections.csv", "audit.json", MANIFEST, RUN} <= names
    for name in names - {RUN}:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    manifest = json.loads(Path("one", MANIFEST).read_bytes())
    assert manifest["kind"] == "audit"
    assert manifest["inputs"]["file"]["name"] == BINH_SON.name
    assert set(manifest["tables"]) == {name for name in names if name.endswith((".csv", ".parquet"))}


def test_json_holds_both_languages_and_the_numbers_of_each_argument(capsys):
    """Every figure has an answer and its remarks; every remark its numbers and words in both languages."""
    told(capsys, "audit", BINH_SON, "--json", "answer.json")
    answer = json.loads(Path("answer.json").read_bytes())
    assert answer["answer"] == "inconsistent"
    assert sum(answer["counts"].values()) == len(answer["figures"])
    wrong = next(one for one in answer["remarks"] if one["answer"] == "inconsistent")
    assert wrong["values"]["gap"] == 63
    assert "63" in wrong["en"]
    assert "thiếu 63" in wrong["vi"]
    assert answer["corrections"][0]["corrections"][0]["bucket"] == "paused"


def test_strict_is_exit_status_1_when_something_is_inconsistent(capsys):
    """Without --strict an audit that objects has done its work; strained figures are no failure."""
    good = ROOT / "scenarios" / "evidence" / "ham-thuan-bac-2023q1.csv"
    assert told(capsys, "audit", BINH_SON, "--strict").status == 1
    assert told(capsys, "audit", good, "--strict").status == 0


def test_vietnamese_says_the_same(capsys):
    """With --lang vi the whole answer is Vietnamese, numbers with points."""
    said = told(capsys, "audit", BINH_SON, "--lang", "vi")
    assert "số liệu không khớp" in said.out
    assert "thiếu 63: 4.891" in said.out


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_templates_are_written_once(capsys, kind):
    """An empty form is written where asked, and never over another file."""
    assert told(capsys, "audit", "--template", kind).status == 0
    assert Path(f"audit-template.{kind}").exists()
    again = told(capsys, "audit", "--template", kind)
    assert again.status == 2
    assert "the file exists" in again.err


def test_the_csv_template_is_read_back(capsys):
    """A filled CSV template, with points in its numbers and in either separator, is audited."""
    Path("form.csv").write_text(
        TEMPLATE_ROW + "Huyện,district,2022-12-15,2023-03-14,5.900,5.600,300,56,5\n", encoding="utf-8"
    )
    assert "nothing objects" in told(capsys, "audit", "form.csv").out
    text = Path("form.csv").read_text(encoding="utf-8").replace(",", ";").replace("300", "310")
    Path("other.csv").write_text(text, encoding="utf-8")
    assert "10 too many" in told(capsys, "audit", "other.csv").out


def test_a_workbook_is_audited_by_its_cells(capsys, tmp_path):
    """The answer names cells of the workbook."""
    wrong = (*LAND[:5], LAND[5] + 1, *LAND[6:])
    said = told(capsys, "audit", filled(tmp_path / "form.xlsx", wrong, STATUS))
    assert "Biểu II.06!J10" in said.out
    assert "one digit: late (10) 51 → 50" in said.out


def test_a_scenario_beside_the_figures_says_where_they_fall(capsys, tmp_path):
    """With --scenario figures that statistics answer are placed on both clocks; the manifest has the runs."""
    scenario = scenario_file(tmp_path)
    Path("form.csv").write_text(
        "name,level,period_start,period_end,received,resolved,pending,late\n"
        "Huyện,district,2023-02-01,2023-02-28,999999,999990,9,1\n",
        encoding="utf-8",
    )
    said = told(
        capsys, "audit", "form.csv", "--scenario", scenario, "-n", 3, "--workers", 1, "-q", "-o", "out"
    )
    assert said.status == 0, said
    assert "simulated, outside on both clocks" in said.out
    manifest = json.loads(Path("out", MANIFEST).read_bytes())
    (part,) = manifest["parts"].values()
    assert [one["number"] for one in part["replications"]] == [0, 1, 2]
