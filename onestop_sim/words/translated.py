"""
Texts of scenarios in the reader's language: titles, descriptions, sources and notes.

A scenario says each text once, in the language of whoever wrote it. A table `words.csv` beside the scenario
files has the other language, in the way of gettext: it is looked up when something is shown, so neither a
plan nor a fingerprint knows of it, and a text that nobody translated is shown as it was written.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from onestop_sim.errors import UserError
from onestop_sim.words.catalogue import Lang, in_figures

FILE: Final = "words.csv"
"""Name of a table of translations, beside the scenario files that it is about."""

COLUMNS: Final = ("written", "vi", "en")
"""The text as written, in Vietnamese, in English; an empty cell of a language: as written."""

_SHIPPED: Final = Path(__file__).resolve().parents[2] / "scenarios" / FILE
_PARAGRAPHS: Final = re.compile(r"\n\s*\n|\n(?=\d+\. )")
_DECIMAL: Final = re.compile(r"\d+\.\d+")
_PATTERNS: Final = (
    (r"(.+) \(fitted\)", "{} (đã hiệu chỉnh)"),
    (r"(.+) \(fitted, stopped before it was verified\)", "{} (đã hiệu chỉnh, dừng trước khi kiểm chứng)"),
    (
        r"calibrate, study (\S+), seed (\d+), (\d+) replications",
        "hiệu chỉnh, nghiên cứu {}, mầm ngẫu nhiên {}, {} lần lặp",
    ),
    (
        r"calibrate, study (\S+), seed (\d+), (\d+) replications, searched in a sub-model",
        "hiệu chỉnh, nghiên cứu {}, mầm ngẫu nhiên {}, {} lần lặp, tìm trong mô hình con",
    ),
    (r"fitted to (.+)", "theo các số liệu {}"),
    (r"stopped before it was verified", "dừng trước khi kiểm chứng"),
    (
        r"(\d+) of (\d+) met in (\d+) replications of seed (\d+)",
        "đạt {} trong {} qua {} lần lặp của mầm ngẫu nhiên {}",
    ),
    (
        r"(\S+) not resolved at ([\d.]+) of ([\d.]+) \(± ([\d.]+) %\)",
        "{} chưa phân định: {} so với {} (± {} %)",
    ),
    (r"(\S+) missed at ([\d.]+) of ([\d.]+) \(± ([\d.]+) %\)", "{} không đạt: {} so với {} (± {} %)"),
    (
        r"(\S+) unreachable at ([\d.]+) of ([\d.]+) \(± ([\d.]+) %\)",
        "{} không tham số nào tác động: {} so với {} (± {} %)",
    ),
)
"""What this program itself writes into fitted scenarios, in English, and the same in Vietnamese."""


def normal(text: str) -> str:
    """
    Return a text as it is looked up: runs of white space are one space.

    >>> normal("no measurement\\n  at hand ")
    'no measurement at hand'
    """
    return " ".join(text.split())


def paragraphs(text: str) -> list[str]:
    """
    Return the paragraphs of a text, numbered points apart, each as it is looked up.

    >>> paragraphs("It leaves two things open:\\n\\n1. Days.\\n   Working days.\\n2. Years.\\n")
    ['It leaves two things open:', '1. Days. Working days.', '2. Years.']
    """
    return [normal(one) for one in _PARAGRAPHS.split(text.strip())]


def read_words(path: Path) -> dict[str, dict[Lang, str]]:
    """
    Return a table of translations: by the text as written, the text in each language.

    Raises:
        UserError: ``file_missing``, ``file_unreadable``, ``words_columns`` or ``words_row``.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(row)]
    except FileNotFoundError:
        raise UserError("file_missing", file=str(path)) from None
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        reason = "not UTF-8" if isinstance(problem, UnicodeDecodeError) else str(problem)
        raise UserError("file_unreadable", file=str(path), reason=reason) from None
    if not rows or tuple(rows[0][1]) != COLUMNS:
        given = rows[0][1] if rows else []
        raise UserError("words_columns", file=str(path), line=1, given=given, known=list(COLUMNS))
    found: dict[str, dict[Lang, str]] = {}
    for line, row in rows[1:]:
        if len(row) != len(COLUMNS) or not row[0] or not any(row[1:]) or normal(row[0]) in found:
            raise UserError("words_row", file=str(path), line=line, given=row[0] if row else "")
        written, vietnamese, english = row
        found[normal(written)] = {Lang.VI: vietnamese or written, Lang.EN: english or written}
    return found


@dataclass
class Phrasebook:
    """
    Translations that this process knows.

    Attributes:
        learned: those of a user's own scenarios, by the text as written; they go before the shipped ones.
    """

    learned: dict[str, dict[Lang, str]] = field(default_factory=dict)

    def learn(self, more: Mapping[str, dict[Lang, str]]) -> None:
        """Add translations of a user's own."""
        self.learned.update(more)

    def of(self, text: str) -> dict[Lang, str] | None:
        """Return a text in every language, None when nobody translated it."""
        return self.learned.get(text) or _shipped().get(text)


PHRASES: Final = Phrasebook()
"""The translations of this process; whoever reads a scenario file lets it learn those beside it."""


@cache
def _shipped() -> dict[str, dict[Lang, str]]:
    """Return the translations of the shipped scenarios; none where the program is no checkout."""
    return read_words(_SHIPPED) if _SHIPPED.is_file() else {}


def is_shipped(path: Path) -> bool:
    """Tell whether a file is the table of the shipped scenarios."""
    return path.resolve() == _SHIPPED


def in_lang(text: str, lang: Lang) -> str:
    """
    Return a text of a scenario in a language: as translated, or else as it was written.

    A text is known as a whole, by its paragraphs, or by its parts between semicolons; all of them must be
    known. What this program writes into fitted scenarios it translates itself.

    >>> in_lang("no report says so", Lang.VI), in_lang("Đất đai", Lang.EN)
    ('no report says so', 'Land')
    """
    found = _found(text, lang)
    return text if found is None else found


def is_translated(text: str) -> bool:
    """Tell whether a text is known in both languages."""
    return _found(text, Lang.EN) is not None


def _found(text: str, lang: Lang) -> str | None:
    whole = PHRASES.of(normal(text)) or _of_pattern(normal(text))
    if whole is not None:
        return whole[lang]
    for split, joint in ((paragraphs, "\n\n"), (_parts, "; ")):
        pieces = split(text)
        if len(pieces) > 1:
            told = _each(pieces, lang)
            if told is not None:
                return joint.join(told)
    return None


def _parts(text: str) -> list[str]:
    return normal(text).split("; ")


def _each(pieces: Iterable[str], lang: Lang) -> list[str] | None:
    """Return every piece in a language, None when one is not known."""
    known = [PHRASES.of(one) or _of_pattern(one) for one in pieces]
    return None if any(one is None for one in known) else [one[lang] for one in known if one]


def _of_pattern(text: str) -> dict[Lang, str] | None:
    """Return what this program wrote itself, in every language."""
    for pattern, vietnamese in _PATTERNS:
        match = re.fullmatch(pattern, text)
        if match:
            groups = [in_figures(one, Lang.VI) if _DECIMAL.fullmatch(one) else one for one in match.groups()]
            if pattern.startswith("(.+) "):
                of = PHRASES.of(groups[0]) or {Lang.VI: groups[0], Lang.EN: groups[0]}
                behind = text[len(groups[0]) :]
                return {Lang.VI: vietnamese.format(of[Lang.VI]), Lang.EN: of[Lang.EN] + behind}
            return {Lang.VI: vietnamese.format(*groups), Lang.EN: text}
    return None
