"""Pages in a real browser: every kind in both languages, no error in the console, no request that leaves."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from onestop_sim.report.page import rendered
from onestop_sim.report.page_of import page_of
from onestop_sim.report.source import read_source
from onestop_sim.words.catalogue import Lang
from tests.reports import KINDS, hostile_folder

pytestmark = pytest.mark.browser

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """Debian's chromium."""
    from playwright.sync_api import sync_playwright

    assert CHROMIUM.exists(), "chromium is needed: apt-get install chromium"
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_opens_quietly(browser, tmp_path, kind, lang):
    """No error, no request but for the page itself, the title as given, every chart drawn, nothing wider."""
    source = read_source(hostile_folder(tmp_path, kind))
    file = tmp_path / "page.html"
    file.write_text(rendered(page_of(source, lang)), encoding="utf-8")
    noise: list[str] = []
    requests: list[str] = []
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(file.as_uri(), wait_until="load")
    for details in page.query_selector_all("summary"):
        details.click()
    page.wait_for_timeout(200)
    assert noise == []
    assert [one for one in requests if one != file.as_uri() and not one.startswith("data:")] == []
    assert page.title().startswith(source.scenario.title)
    assert page.evaluate("document.documentElement.lang") == lang.value
    for drawing in page.query_selector_all("figure svg"):
        box = drawing.bounding_box()
        assert box is not None
        assert box["width"] > 300
        assert box["height"] > 30
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.emulate_media(media="print")
    assert len(page.pdf(format="A4")) > 10_000
    page.close()


def test_a_request_would_be_seen(browser, tmp_path):
    """The test above can fail: a page with a picture from elsewhere is caught asking for it."""
    file = tmp_path / "page.html"
    file.write_text("<!doctype html><title>x</title><img src='http://192.0.2.1/x.png'>", encoding="utf-8")
    requests: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: requests.append(request.url))
    page.goto(file.as_uri(), wait_until="commit")
    page.wait_for_timeout(300)
    assert any(one.startswith("http://192.0.2.1") for one in requests)
    page.close()
