"""A page holds everything it shows, runs nothing, asks for nothing, and can be read without seeing."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import polars as pl
import pytest

from onestop_sim.report.drawing import N_SERIES, Drawing
from onestop_sim.report.page import MOST_ROWS, rendered
from onestop_sim.report.page_of import page_of
from onestop_sim.report.source import read_source
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.page import PAGE
from onestop_sim.words.page_stress import STRESS, VALUES
from onestop_sim.words.page_tables import COLUMN_NAMES, TITLES, column_title, table_title
from tests.reports import CLOSING, FORMULA, KINDS, SCRIPT, TEMPLATE, hostile_folder

LARGEST_BYTES = 8_000_000
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Reader(HTMLParser):
    """What a browser would make of a page: its elements with attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def n(self, tag: str) -> int:
        return Counter(tag for tag, _ in self.elements)[tag]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, Lang], str]:
    """The page of every kind of folder in every language."""
    parent = tmp_path_factory.mktemp("folders")
    sources = {kind: read_source(hostile_folder(parent, kind)) for kind in KINDS}
    return {(kind, lang): rendered(page_of(sources[kind], lang)) for kind in KINDS for lang in Lang}


every_page = pytest.mark.parametrize(("kind", "lang"), [(kind, lang) for kind in KINDS for lang in Lang])


@every_page
def test_nothing_that_a_scenario_says_runs(pages, kind, lang):
    """Whatever a title holds, there is no script, no handler, no picture and no style sheet of its own."""
    reader = Reader(pages[kind, lang])
    assert reader.n("script") == reader.n("img") == reader.n("iframe") == reader.n("object") == 0
    assert reader.n("style") == 1
    assert [name for _, attributes in reader.elements for name in attributes if name.startswith("on")] == []
    assert reader.open == []
    said = "".join(reader.text)
    assert any(text in said for text in (SCRIPT, CLOSING))
    if kind == "run":
        assert all(text in said for text in (SCRIPT, CLOSING, FORMULA, TEMPLATE))


@every_page
def test_a_page_asks_for_nothing(pages, kind, lang):
    """No address leads out of the page, and its own policy forbids what might have slipped through."""
    reader = Reader(pages[kind, lang])
    addresses = [
        value or ""
        for _, attributes in reader.elements
        for name, value in attributes.items()
        if name in {"src", "href", "xlink:href", "action", "data", "srcset", "poster"}
    ]
    assert [one for one in addresses if not one.startswith("#") and one != "data:,"] == []
    style = re.search(r"<style>(.*?)</style>", pages[kind, lang], re.DOTALL)
    assert style
    assert set(re.findall(r"url\(([^)]*)\)", style[1])) <= {f"#h{n}" for n in range(N_SERIES)}
    assert "@import" not in style[1]
    policy = next(a for tag, a in reader.elements if tag == "meta" and "http-equiv" in a)["content"]
    assert policy is not None
    assert policy.startswith("default-src 'none';")
    assert "script-src" not in policy


@every_page
def test_a_page_can_be_read_without_seeing(pages, kind, lang):
    """It says its language; each chart has a title, a description and a table; names are there once."""
    reader = Reader(pages[kind, lang])
    html = next(attributes for tag, attributes in reader.elements if tag == "html")
    assert html["lang"] == lang.value
    assert reader.n("h1") == 1
    names = [value for _, attributes in reader.elements if (value := attributes.get("id"))]
    assert [name for name, n in Counter(names).items() if n > 1] == []
    drawings = [attributes for tag, attributes in reader.elements if attributes.get("role") == "img"]
    assert len(drawings) == reader.n("figure") == reader.n("figcaption")
    for attributes in drawings:
        assert set((attributes["aria-labelledby"] or "").split()) <= set(names)
    assert reader.n("caption") == reader.n("table") >= reader.n("figure")
    targets = {value for tag, a in reader.elements if tag == "a" and (value := a["href"])}
    assert targets <= {f"#{name}" for name in names}


@every_page
def test_a_page_can_be_sent(pages, kind, lang):
    """It is far smaller than a mail may be."""
    assert len(pages[kind, lang].encode()) < LARGEST_BYTES / 4


CHARTS = {
    "run": {"days", "verdicts", "parts", "hours", "utilisation", "network", "reported"},
    "comparison": {"differences"},
    "reproduction": {"reproduction", "clocks"},
    "calibration": {"targets", "parameters", "pairs", "conclusions"},
    "audit": {"answers", "rates", "implied", "simulated"},
}
"""Charts of each kind of page."""


@every_page
def test_every_kind_of_page_has_its_charts(pages, kind, lang):
    """Whatever a reader would rather see than read, each with a table that has a row for each mark."""
    reader = Reader(pages[kind, lang])
    names = {(a["id"] or "").partition("-")[0] for tag, a in reader.elements if tag == "figure"}
    assert names == CHARTS[kind]


@pytest.mark.parametrize(
    ("lang", "meaning"),
    [(Lang.EN, "longer waits outside the office"), (Lang.VI, "thời gian chờ bên ngoài dài hơn")],
)
def test_a_chart_says_what_a_parameter_means(pages, lang, meaning):
    """A planner knows waits, and not the name that a scenario gives to their factor."""
    assert meaning in pages["calibration", lang]


def test_the_answer_comes_first(pages):
    """Before any table or drawing stands, in words, how many dossiers are late; a miss is told as a miss."""
    html = pages["run", Lang.EN]
    answer = html.index('id="answer"')
    assert answer < html.index("<table") < html.index("<figure")
    assert "Of 1 reported figures that the model predicts, 0 lie inside" in html
    assert "Outside: late (10) (10,000" in html


def test_studies_answer_in_words(pages):
    """An audit counts its answers and says why; a calibration what was met and what is at its bound."""
    said = "".join(Reader(pages["audit", Lang.EN]).text)
    assert "1 figures were looked at: inconsistent 1." in said
    assert f"Inconsistent: {CLOSING}. Concerns: {SCRIPT} ({FORMULA})." in said
    said = "".join(Reader(pages["calibration", Lang.VI]).text)
    assert "1 trong 1 số liệu được hiệu chỉnh là khớp; trong 2 tham số, 1 nằm ở đầu mút của khoảng." in said
    said = "".join(Reader(pages["reproduction", Lang.EN]).text)
    assert "1 of 1 predictions that tell something lie inside their interval; 0 lie outside" in said


@every_page
def test_every_item_of_the_checklist_is_answered(pages, kind, lang):
    """STRESS-DES is filled in for every scenario, and no value is left in braces."""
    said = "".join(Reader(pages[kind, lang]).text)
    for item, (names, _) in STRESS.items():
        assert f"{item} {names[list(Lang).index(lang)]}" in said
    assert re.findall(r"\{(?!title\.__class__|\{|%)\w+\}", said) == []


def test_both_languages_fill_in_the_same_values():
    """Every text of a page exists in both languages and names the same values."""

    def holes(template: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(template) if name}

    pairs = {
        **PAGE,
        **VALUES,
        **TITLES,
        **COLUMN_NAMES,
        **{key: answer for key, (_, answer) in STRESS.items()},
    }
    assert [key for key, pair in pairs.items() if holes(pair[0]) != holes(pair[1]) or not all(pair)] == []


def test_every_text_of_a_page_is_said_somewhere():
    """Words that no page or workbook asks for are gone."""
    package = Path(__file__).resolve().parents[2] / "onestop_sim"
    sources = "\n".join(
        one.read_text(encoding="utf-8")
        for one in [*package.rglob("*.py"), *package.rglob("*.html")]
        if one.parent.name != "words"
    )
    stems = {
        match for match in re.findall(r'"([a-z_]+)\.\{|f"([a-z_]+)\.\{', sources) for match in match if match
    }
    mute = [
        key
        for key in PAGE
        if not re.search(f"[\"']{re.escape(key)}[\"']", sources) and key.partition(".")[0] not in stems
    ]
    assert mute == []


def test_tables_and_columns_of_a_run_have_names(tmp_path):
    """No table and no column of a run is shown under the name of its file or of its code."""
    source = read_source(hostile_folder(tmp_path, "run"))
    for lang in Lang:
        for name, table in source.tables.items():
            assert name in TITLES
            assert table_title(name, lang)
            english = [
                column
                for column in table.columns
                if column_title(column, Lang.VI) == column.replace("_", " ")
            ]
            assert [column for column in english if column != "n"] == []


def test_a_long_table_is_cut_and_says_so(tmp_path):
    """What is left out is named with the file that has it."""
    folder = hostile_folder(tmp_path, "audit")
    long = pl.DataFrame({"value": range(MOST_ROWS + 5)})
    source = read_source(folder)
    page = page_of(type(source)(folder, "audit", source.content, {}, {"long": long}, False), Lang.EN)
    grid = next(grid for section in page.sections for grid in section.grids)
    assert len(grid.rows) == MOST_ROWS
    assert grid.note == "The first 3,000 of 3,005 rows; all of them are in long.csv."


def test_a_drawing_escapes_what_it_writes():
    """Names and tips of a drawing are text, whatever they hold."""
    drawing = Drawing(10)
    drawing.text(0, 0, CLOSING)
    drawing.rect(0, 0, 1, 1, "s0", SCRIPT)
    assert not {"script", "img"} & {tag for tag, _ in Reader(drawing.markup("d", SCRIPT, CLOSING)).elements}
