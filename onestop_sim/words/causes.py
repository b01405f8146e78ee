"""What more or less of a tuned assumption would mean, in words."""

from typing import Final

from onestop_sim.scenario.model import Scenario
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.screen import SCREEN, text
from onestop_sim.words.translated import in_lang

_BY_SCOPE: Final = ("late_closing", "due_day_recording")


def cause_of(scenario: Scenario, name: str, path: str, *, more: bool, lang: Lang) -> str:
    """
    Return what it would mean if there were more, or less, of a parameter.

    Args:
        scenario: what the parameter belongs to; its offices have titles.
        name:     of the parameter.
        path:     where the scenario says its number.
        more:     more of it; else less.
        lang:     the language.
    """
    parts = path.split(".")
    kind, what = parts[-1], name
    if len(parts) > 2 and parts[1] in _BY_SCOPE and kind == "share":
        kind, what = parts[1], parts[2]
    elif parts[0] in ("pace", "software") and len(parts) > 2:
        what = parts[-2]
    elif parts[0] == "offices":
        office = scenario.offices.get(parts[1])
        what = in_lang(office.title, lang) if office else parts[1]
    elif kind in ("effort", "delay"):
        what = ".".join(parts[1:-1])
    if f"cause.{kind}.more" not in SCREEN:
        kind = "share" if kind.endswith("share") else "other"
        what = name
    return text(f"cause.{kind}.{'more' if more else 'less'}", lang, what=what)
