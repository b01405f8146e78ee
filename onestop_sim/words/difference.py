"""What differs between two scenarios, in words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from onestop_sim.scenario.model import Scenario
from onestop_sim.study.compare_scenarios import ABSENT, Deviation
from onestop_sim.words.catalogue import Lang, in_figures
from onestop_sim.words.comparison import SAID_OF
from onestop_sim.words.page_numbers import day
from onestop_sim.words.screen import text
from onestop_sim.words.translated import in_lang

_MOST_NAMES: Final = 4
_LONGEST: Final = 60
_COUNT: Final = re.compile(r"\d+ +")
"""How many there are, at the head of a group's title ("02 công chức …"); the sentence says it itself."""


def differences_in_words(
    found: Sequence[Deviation], base: Scenario, variant: Scenario, lang: Lang
) -> list[str]:
    """
    Return a sentence for each thing that two scenarios say differently, words that change nothing last.

    Args:
        found:   what differs, see `study.compare_scenarios.deviations`.
        base:    the first scenario; titles are taken from it ...
        variant: ... or from the second.
        lang:    language.
    """
    matters = [one for one in found if not one.is_words_only]
    sentences = list(dict.fromkeys(_sentence(one, base, variant, lang) for one in matters))
    n_words = len(found) - len(matters)
    if not found:
        return [text("diff_none", lang)]
    if n_words:
        sentences.append(text("diff_provenance", lang, n=n_words))
    return sentences


def _sentence(one: Deviation, base: Scenario, variant: Scenario, lang: Lang) -> str:
    match one.path:
        case ("offices", office, "officers", group, "n"):
            return _people("diff.people", one, base, variant, lang, office=office, group=group)
        case ("offices", office, "officers_by_unit", unit, group, "n"):
            return _people("diff.people_in", one, base, variant, lang, office=office, unit=unit, group=group)
        case ("demand", stream, "n_per_period", period) if _are_numbers(one.before, one.after):
            percent = in_figures(f"{one.after / one.before - 1:+.1%}", lang)
            before, after = _shown(one.before, lang), _shown(one.after, lang)
            values = {"stream": stream, "period": period, "before": before, "after": after}
            return text("diff.volume", lang, **values, percent=percent)
        case ("choice_of_desk",) if isinstance(one.after, Mapping) and not isinstance(one.before, Mapping):
            return _choice(one.after, lang)
        case ("changes", _) if one.before is ABSENT:
            return _change(one.after, base, variant, lang)
        case ("changes", _) if one.after is ABSENT:
            return text("diff.no_longer", lang, what=_change(one.before, base, variant, lang))
        case _:
            return _plain(one, lang)


def _people(key: str, one: Deviation, base: Scenario, variant: Scenario, lang: Lang, **names: str) -> str:
    titles = dict(names)
    for scenario in (variant, base):
        if names["office"] in scenario.offices:
            office = scenario.offices[names["office"]]
            titles["office"] = in_lang(office.title, lang)
            officers = office.officers_by_unit.get(names.get("unit", ""), office.officers)
            if names["group"] in officers and officers[names["group"]].title:
                titles["group"] = _COUNT.sub("", in_lang(officers[names["group"]].title, lang), count=1)
        if names.get("unit") in scenario.units:
            titles["unit"] = in_lang(scenario.units[names["unit"]].title, lang)
    return text(key, lang, **titles, before=_shown(one.before, lang), after=_shown(one.after, lang))


def _change(change: Mapping[str, Any], base: Scenario, variant: Scenario, lang: Lang) -> str:
    """Return a sentence about a change with a date."""
    scenario = variant if change["office"] in variant.offices else base
    units = [
        in_lang(scenario.units[name].title, lang)
        for name in change.get("units") or ()
        if name in scenario.units
    ]
    last = change.get("last_day")
    share, officers = change.get("away_share") or {}, change.get("officers") or {}
    return text(
        f"diff.change_{change['kind']}",
        lang,
        first=day(change["first_day"], lang),
        until=text("diff.until", lang, day=day(last, lang)) if last else text("diff.for_good", lang),
        office=in_lang(scenario.offices[change["office"]].title, lang),
        units=text("diff.in_units", lang, units=_joined(units)) if units else "",
        n=officers.get("n", 0),
        share=in_figures(f"{share.get('value', 1.0):.0%}", lang),
    )


def _plain(one: Deviation, lang: Lang) -> str:
    what = _said(".".join(one.path), lang)
    if one.before is ABSENT or one.after is ABSENT:
        key, there = ("diff.added", one.after) if one.before is ABSENT else ("diff.removed", one.before)
        shown = "" if isinstance(there, Mapping) else f": {_shown(there, lang)}"
        return text(key, lang, what=what, more=shown)
    is_share = any("share" in part for part in one.path[-2:]) and _are_numbers(one.before, one.after)
    if is_share:
        before, after = (in_figures(f"{value:.2%}", lang) for value in (one.before, one.after))
        return text("diff.share", lang, what=what, before=before, after=after)
    before, after = (_shown(_said(value, lang, of=one.path[-1]), lang) for value in (one.before, one.after))
    return text("diff.value", lang, what=what, before=before, after=after)


def _choice(choice: Mapping[str, Any], lang: Lang) -> str:
    """Return a sentence about a choice of the desk where there was none."""
    rule = _said(choice["rule"], lang, of="rule")
    return text("diff.choice", lang, rule=rule, n=len(choice.get("procedures") or ()))


def _said(written: Any, lang: Lang, *, of: str = "") -> Any:
    """Return how a path, or a value `of` the last key of its path, is said; what has no words is itself."""
    pair = SAID_OF.get(f"{of}={written}" if of else written) if isinstance(written, str) else None
    return pair[list(Lang).index(lang)] if pair else written


def _are_numbers(*values: Any) -> bool:
    return all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def _shown(value: Any, lang: Lang) -> str:
    """Return a value in few words."""
    if value is None or value is ABSENT or value in ([], {}):
        return text("diff.nothing", lang)
    if _are_numbers(value):
        return in_figures(f"{value:,.6g}", lang)
    if isinstance(value, Mapping):
        told = ", ".join(
            f"{name} {_shown(inner, lang)}"
            for name, inner in value.items()
            if inner is not None and name not in {"source", "grade", "note"}
        )
    elif isinstance(value, list | tuple):
        told = _joined(_shown(inner, lang) for inner in value)
    else:
        told = str(value)
    return told if len(told) <= _LONGEST else f"{told[: _LONGEST - 1]}…"


def _joined(names: Iterable[str]) -> str:
    all_of = list(names)
    more = len(all_of) - _MOST_NAMES
    return ", ".join(all_of) if more <= 0 else f"{', '.join(all_of[:_MOST_NAMES])} … (+{more})"
