"""
A page: one HTML file that holds all it shows, runs no script and asks nothing of any network.

The template escapes every text; only drawings, which escape theirs (`drawing`), pass as they are. A
content security policy in the page forbids scripts and requests even if something slipped through.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import BaseLoader, Environment, StrictUndefined, Template
from markupsafe import Markup

from onestop_sim.words.catalogue import Lang
from onestop_sim.words.page import page_text

MOST_ROWS: Final = 3_000
"""A longer table is shown in part: the folder has all of it."""


@dataclass(frozen=True, slots=True)
class Grid:
    """
    A table as it is read: text only.

    Attributes:
        title:    caption.
        headings: one for each column.
        rows:     cells.
        n_texts:  columns at the left that hold text; the others hold numbers and stand at the right.
        note:     a line below it.
        is_open:  shown at once, not behind a click.
    """

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    n_texts: int = 1
    note: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its title, what it shows in a sentence, and the table behind it."""

    name: str
    title: str
    note: str
    svg: Markup
    grid: Grid


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: what it says, then charts, then tables."""

    name: str
    title: str
    says: Sequence[str] = ()
    charts: Sequence[Chart] = ()
    grids: Sequence[Grid] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """
    A page.

    Attributes:
        lang:     its language.
        kind:     what it is, in words.
        title:    what it is about.
        about:    a line below the title.
        answer:   sentences; the answer comes first.
        sections: everything else.
    """

    lang: Lang
    kind: str
    title: str
    about: str
    answer: Sequence[str]
    sections: Sequence[Section] = field(default_factory=tuple)


def rendered(page: Page) -> str:
    """Return a page as HTML."""

    def say(key: str, **values: object) -> str:
        return page_text(key, page.lang, **values)

    return _template().render(page=page, say=say, css=Markup(_text("page.css")))  # noqa: S704 - our own file


@cache
def _template() -> Template:
    environment = Environment(
        loader=BaseLoader(), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_text("page.html"))


def _text(name: str) -> str:
    return files("onestop_sim.report").joinpath(name).read_text(encoding="utf-8")
