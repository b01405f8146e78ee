"""Texts of scenarios in both languages: looked up where they are shown, known to no plan."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onestop_sim.errors import UserError
from onestop_sim.scenario.evidence import load_evidence
from onestop_sim.scenario.load import resolve
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.translated import PHRASES, in_lang, is_translated, read_words
from tests.command import scenario_file, told

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
FILES = sorted(
    one for folder in (".", "what-if", "pilot-316", "examples") for one in (SCENARIOS / folder).glob("*.yaml")
)
TEXTS = {"title", "description", "source", "note", "field"}


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    """What a test learns is forgotten."""
    yield
    PHRASES.learned.clear()


def texts_in(tree: Any) -> Iterator[str]:
    """Every text that a reader of a scenario meets."""
    if isinstance(tree, dict):
        for name, value in tree.items():
            if name in TEXTS and isinstance(value, str):
                yield value
            else:
                yield from texts_in(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from texts_in(value)


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.stem)
def test_every_text_of_a_shipped_scenario_is_there_in_both_languages(file):
    """Titles, descriptions, sources, notes and fields, those of its parents too."""
    tree, _ = resolve(file)
    assert [one for one in dict.fromkeys(texts_in(tree)) if one.strip() and not is_translated(one)] == []


@pytest.mark.parametrize("file", sorted((SCENARIOS / "evidence").glob("*.csv")), ids=lambda one: one.stem)
def test_what_a_reader_is_told_about_a_compared_figure_is_there_in_both_languages(file):
    """Notes of the figures that a page compares."""
    notes = {one.note for one in load_evidence(file) if one.statistic and one.role and one.note}
    assert [one for one in notes if not is_translated(one)] == []


def test_naive_forecasts_have_names_in_both_languages():
    """They stand beside the predictions on the page of a reproduction."""
    with (SCENARIOS / "naive-forecasts.csv").open(encoding="utf-8", newline="") as stream:
        names = {row["name"] for row in csv.DictReader(stream)}
    assert [one for one in names if not is_translated(one)] == []


def test_a_translation_is_not_what_it_translates():
    """Whoever left a cell empty meant one language only, and numbers are written as each language does."""
    rows = read_words(SCENARIOS / "words.csv")
    alike = [text for text, of in rows.items() if of[Lang.VI] == of[Lang.EN] and any(map(str.isalpha, text))]
    assert alike == []


def test_a_text_that_nobody_translated_is_shown_as_written():
    """Nothing is lost, and half a text is not translated."""
    text = "not reported; a thing that no catalogue knows"
    assert in_lang(text, Lang.VI) == text
    assert in_lang("not reported", Lang.VI) == "báo cáo không nêu"


def test_what_calibrate_writes_is_translated_by_the_program():
    """Title and source of a fitted scenario."""
    assert in_lang("Bình Sơn, năm 2022 (fitted)", Lang.EN) == "Bình Sơn, 2022 (fitted)"
    assert in_lang("Bình Sơn, năm 2022 (fitted)", Lang.VI) == "Bình Sơn, năm 2022 (đã hiệu chỉnh)"
    source = "calibrate, study x-1, seed 1, 60 replications; fitted to a.late; 1 of 2 met in 60 replications"
    source += " of seed 2; b.late not resolved at 25.2 of 27 (± 8.7 %)"
    told_so = (
        "hiệu chỉnh, nghiên cứu x-1, mầm ngẫu nhiên 1, 60 lần lặp; theo các số liệu a.late; đạt 1 trong 2"
    )
    assert in_lang(source, Lang.VI).startswith(told_so)
    assert in_lang(source, Lang.VI).endswith("b.late chưa phân định: 25,2 so với 27 (± 8,7 %)")
    assert in_lang(source, Lang.EN) == source


@pytest.mark.parametrize(
    ("content", "key", "line"),
    [
        ("a,b\n", "words_columns", 1),
        ("", "words_columns", 1),
        ("written,vi,en\none,một,\ntwo,,\n", "words_row", 3),
        ("written,vi,en\none,một,\none,hai,\n", "words_row", 3),
        ("written,vi,en\none,một\n", "words_row", 2),
    ],
)
def test_a_wrong_table_says_which_line(tmp_path, content, key, line):
    """File and line stand in the one message."""
    file = tmp_path / "words.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(UserError) as told_so:
        read_words(file)
    assert told_so.value.key == key
    assert told_so.value.values["line"] == line


def test_a_planner_translates_his_own_scenario(tmp_path, capsys):
    """A table beside the scenario goes with the results, so that a page anywhere has both languages."""
    file = scenario_file(tmp_path, title="Kho thử", source="ước tính của tôi", grade="assumption")
    rows = "written,vi,en\nKho thử,,Test shop\nước tính của tôi,,my own estimate\n"
    (tmp_path / "words.csv").write_text(rows, encoding="utf-8")
    words = [
        "run",
        file,
        "--quiet",
        "-n",
        "1",
        "--workers",
        "1",
        "--output",
        tmp_path / "mine",
        "--lang",
        "en",
    ]
    done = told(capsys, *words)
    assert done.status == 0
    assert "Test shop" in done.out
    (tmp_path / "words.csv").unlink()
    page = tmp_path / "page.html"
    assert told(capsys, "report", tmp_path / "mine", "--quiet", "--lang", "en", "-o", page).status == 0
    assert "<h1>Test shop</h1>" in page.read_text("utf-8")
    assert "my own estimate" in page.read_text("utf-8")
    assert "ước tính của tôi" not in page.read_text("utf-8")


def test_translations_change_no_result(tmp_path, capsys):
    """The manifest with its fingerprints is the same with a table of translations and without."""
    file = scenario_file(tmp_path, title="Kho thử")
    words = ["run", file, "--quiet", "-n", "1", "--workers", "1", "--output"]
    assert told(capsys, *words, tmp_path / "without").status == 0
    (tmp_path / "words.csv").write_text("written,vi,en\nKho thử,,Test shop\n", encoding="utf-8")
    assert told(capsys, *words, tmp_path / "with").status == 0
    manifests = [(tmp_path / one / "manifest.json").read_bytes() for one in ("without", "with")]
    assert manifests[0] == manifests[1]
