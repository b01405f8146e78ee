"""Languages, and where their words are."""

import os
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from onestop_sim.words import english, vietnamese


class Lang(StrEnum):
    """A language that the program speaks."""

    EN = "en"
    VI = "vi"


SENTENCES: Final[dict[Lang, Mapping[str, str]]] = {
    Lang.EN: english.SENTENCES,
    Lang.VI: vietnamese.SENTENCES,
}
"""Templates of sentences by language and key."""

NEAR: Final = {Lang.EN: "Did you mean '{near}'?", Lang.VI: "Có phải là '{near}'?"}
"""The near miss, after a sentence."""

LINE: Final = {Lang.EN: "line {line}", Lang.VI: "dòng {line}"}
"""Where in a file."""

AND_MORE: Final = {Lang.EN: "… and {n} more", Lang.VI: "… và {n} mục nữa"}
"""End of a list that is too long to print."""

NOTHING: Final = {Lang.EN: "none", Lang.VI: "không có"}
"""An empty list or value."""


_SWAPPED: Final = str.maketrans(",.", ".,")


def in_figures(number: str, lang: Lang) -> str:
    """
    Return a number in digits as a language writes it: in Vietnamese 8,676.5 is 8.676,5.

    >>> in_figures("8,676.5", Lang.VI), in_figures("8,676.5", Lang.EN)
    ('8.676,5', '8,676.5')
    """
    return number.translate(_SWAPPED) if lang == Lang.VI else number


def lang_of_locale(environment: Mapping[str, str] | None = None) -> Lang:
    """
    Return the language that the user's locale asks for: Vietnamese, or else English.

    >>> lang_of_locale({"LANG": "vi_VN.UTF-8"}), lang_of_locale({"LC_ALL": "C", "LANG": "vi_VN"})
    (<Lang.VI: 'vi'>, <Lang.EN: 'en'>)
    """
    environment = os.environ if environment is None else environment
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return Lang.VI if environment[name].lower().startswith("vi") else Lang.EN
    return Lang.EN
