"""The ready what-ifs: each says what it answers, can be run, and moves what an expert expects it to move."""

from pathlib import Path

import polars as pl
import pytest

from onestop_sim.scenario.load import read_yaml
from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.scenario_file import load_scenario
from onestop_sim.study.compare import compare, headline_of, worlds_of
from onestop_sim.study.compare_scenarios import deviations
from onestop_sim.study.compare_tables import comparison_tables
from onestop_sim.study.finding import Severity
from onestop_sim.study.lint import lint
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.difference import differences_in_words
from onestop_sim.words.translated import in_lang
from tests.command import ROOT, told

BASE = ROOT / "scenarios" / "ham-thuan-bac-2023q1.yaml"
BASES = {"binh-son-without-guide": ROOT / "scenarios" / "binh-son-2022.yaml"}
"""What a what-if extends, where it is not `BASE`."""
FOLDER = ROOT / "scenarios" / "what-if"
PILOT = ROOT / "scenarios" / "pilot-316"
FILES = sorted(FOLDER.glob("*.yaml"))

UP, DOWN = 1, -1
EXPECTED = {
    "binh-son-without-guide": ("utilisation", {"place": "binh_son/district_desk"}, UP),
    "chuyen-giao-buu-dien": ("mean_wait_min", {"level": "commune"}, DOWN),
    "close-on-the-day": ("phantom_late", {}, DOWN),
    "communes-move-an-officer": ("mean_wait_min", {"unit": "ham_duc"}, DOWN),
    "communes-second-officer": ("mean_wait_min", {"level": "commune"}, DOWN),
    "cong-dan-khong-viet": ("sent_home", {}, DOWN),
    "digitise-at-communes": ("mean_wait_min", {"level": "commune"}, UP),
    "district-desk-one-fewer": ("mean_wait_min", {"unit": "ham_thuan_bac"}, UP),
    "district-desk-one-more": ("mean_wait_min", {"unit": "ham_thuan_bac"}, DOWN),
    "land-registry-one-more": ("utilisation", {"place": "ham_thuan_bac/land_registry"}, DOWN),
    "land-registry-third-away": ("late", {"field": "Đất đai"}, UP),
    "monthly-clean-up": ("unclosed", {}, DOWN),
    "online-help": ("online_received", {}, UP),
    "software-outage": ("visits_per_dossier", {}, UP),
    "tet-surge": ("mean_wait_min", {}, UP),
    "two-collections-a-day": ("circulated_outstanding", {}, DOWN),
}
"""For each what-if a statistic, of whom, and where it goes."""

each = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def test_every_what_if_has_its_expectation():
    """A what-if whose effect nobody states is none."""
    assert {file.stem for file in FILES} == EXPECTED.keys()


@each
def test_a_what_if_says_what_it_answers_and_assumes(file: Path):
    """Name, title and a paragraph are its own; the paragraph ends with what it assumes."""
    said = read_yaml(file)
    assert said["name"] == file.stem
    assert said["title"] != read_yaml(BASES.get(file.stem, BASE))["title"]
    assert "Assumes" in said["description"]
    assert said["source"].startswith("what if")


@each
def test_a_what_if_can_be_run_and_differs_from_its_base(file: Path):
    """Nothing about it makes a run senseless, and every thing it changes can be told in words."""
    base, variant = load_scenario(BASES.get(file.stem, BASE)), load_scenario(file)
    assert [one for one in lint(variant) if one.severity == Severity.ERROR] == []
    found = deviations(base, variant)
    assert [one for one in found if not one.is_words_only]
    for lang in Lang:
        assert all(differences_in_words(found, base, variant, lang))
    scopes = headline_of(worlds_of([base, variant]))
    assert len(scopes) <= 10


def test_each_is_offered_with_the_scenario_that_it_changes(capsys):
    """The printed command can be copied: it names the variant's own base, and the language asked for."""
    lines = told(capsys, "what-if", FOLDER, "--lang", "vi").out.splitlines()
    for file in FILES:
        base = BASES.get(file.stem, BASE)
        assert f"  Trả lời: python run.py --lang vi compare {base} {file}" in lines


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        (
            BASE,
            FOLDER / "district-desk-one-more.yaml",
            "Bộ phận Tiếp nhận và Trả kết quả huyện: công chức Văn phòng HĐND và UBND huyện, 1 → 2 người",
        ),
        (
            PILOT / "ham-thuan-bac-geographic.yaml",
            PILOT / "ham-thuan-bac-nearest-to-home.yaml",
            "Nguyên tắc tiếp nhận: theo địa giới hành chính → không phụ thuộc vào địa giới hành chính",
        ),
        (
            PILOT / "ham-thuan-bac-nearest-to-work.yaml",
            PILOT / "ham-thuan-bac-least-busy.yaml",
            "Nguyên tắc chọn nơi nộp hồ sơ: gần nơi làm việc nhất → ít người chờ nhất",
        ),
        (
            BASE,
            FOLDER / "chuyen-giao-buu-dien.yaml",
            "Thêm: chọn nơi nộp hồ sơ theo nguyên tắc ít người chờ nhất, áp dụng cho 23 thủ tục",
        ),
        (
            FOLDER / "binh-son-without-guide.yaml",
            BASES["binh-son-without-guide"],
            "Từ 01/09/2022 trở đi: thêm 1 người tại Bộ phận Tiếp nhận và Trả kết quả huyện",
        ),
    ],
)
def test_a_civil_servant_reads_what_differs_in_his_language(first, second, sentence):
    """People, rules and dates are told as an office writes them, not as a file of the program does."""
    base, variant = load_scenario(first), load_scenario(second)
    assert sentence in differences_in_words(deviations(base, variant), base, variant, Lang.VI)


def test_the_command_lists_them_all(capsys, tmp_path):
    """File, title and paragraph of each, read from the files; another folder may be named."""
    said = told(capsys, "what-if", FOLDER)
    assert said.status == 0
    for file in FILES:
        assert f"{file}\n  {in_lang(read_yaml(file)['title'], Lang.EN)}\n" in said.out
    assert said.out.count("Assumes") == len(FILES)
    assert told(capsys, "what-if", tmp_path).out.startswith("There are no what-ifs in")
    assert told(capsys, "what-if", tmp_path / "none").status == 2


@pytest.fixture(scope="module")
def differences() -> pl.DataFrame:
    """All what-ifs and one that changes nothing against their bases, four replications."""
    base = load_scenario(BASE)
    nothing = base.model_copy(update={"name": "nothing"})
    variants = [load_scenario(file) for file in FILES if file.stem not in BASES]
    found = [_differences([base, *variants, nothing])]
    for name, own_base in BASES.items():
        found.append(_differences([load_scenario(own_base), load_scenario(FOLDER / f"{name}.yaml")]))
    return pl.concat(found)


def _differences(scenarios: list[Scenario]) -> pl.DataFrame:
    worlds = worlds_of(scenarios)
    compared = compare(worlds, replications=4, root_seed=1)
    return comparison_tables(worlds, compared, headline_of(worlds)).differences


@pytest.mark.slow
@each
def test_a_what_if_moves_what_it_should(file: Path, differences):
    """The named statistic moves in the expected direction by more than its Monte Carlo error."""
    statistic, scope, direction = EXPECTED[file.stem]
    asked = {"level": "", "unit": "", "field": "", "place": "", "clock": "occurred"} | scope
    [row] = differences.filter(variant=file.stem, statistic=statistic, **asked).to_dicts()
    assert row["ci_low"] * direction > 0
    assert row["ci_high"] * direction > 0


@pytest.mark.slow
def test_a_what_if_of_nothing_moves_nothing(differences):
    """The same scenario under another name differs by exactly zero in everything."""
    same = differences.filter(pl.col("n") > 0, variant="nothing")
    assert same["is_exact"].all()
    assert (same["difference"] == 0).all()
