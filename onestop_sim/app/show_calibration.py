"""What the terminal shows of a calibration: the answer, the figures, and what they do not tell."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from rich.table import Table

from onestop_sim.app.show import number_of
from onestop_sim.app.voice import VOICE
from onestop_sim.scenario.model import Scenario
from onestop_sim.study.calibrate import Calibration
from onestop_sim.study.calibrate_live import Outcome
from onestop_sim.study.calibrate_tables import concluded, n_known, too_busy
from onestop_sim.study.calibrate_verify import Meeting
from onestop_sim.study.identify_conclusions import OFFICERS_NEEDED, REALLY_LATE, Conclusion
from onestop_sim.study.identify_equifinal import SecondSet
from onestop_sim.terms import Statistic
from onestop_sim.words.catalogue import in_figures
from onestop_sim.words.causes import cause_of
from onestop_sim.words.screen import text
from onestop_sim.words.translated import in_lang

_RANK: Final = 1e-3
"""Singular values below this part of the largest tell nothing."""


def show_calibration(scenario: Scenario, done: Calibration, outcomes: Sequence[Outcome]) -> None:
    """Print the answer first, then figures, parameters, what cannot be told apart, and conclusions."""
    console = VOICE.console()
    VOICE.say("calibrate.title", title=in_lang(scenario.title, VOICE.lang), seed=done.seed)
    _answer(done)
    console.print(_targets(done))
    console.print(_parameters(done))
    _warnings(done, outcomes)
    _identifiability(scenario, done)
    found = concluded(done, outcomes)
    if found:
        console.print(_conclusions(found))
        if any(n_known(one) > 1 for one in found):
            VOICE.say("calibrate.others_same")


def cause(scenario: Scenario, done: Calibration, at: int) -> str:
    """Return in words what a parameter would mean if it explained more of the figure that it moves most."""
    one = done.space.parameters[at]
    return cause_of(scenario, one.name, one.path, more=_raises(done, at), lang=VOICE.lang)


def _raises(done: Calibration, at: int) -> bool:
    """Tell whether more of a parameter raises the figure that it moves most."""
    if done.sensitivities is None:
        return True
    column = done.sensitivities.scaled[:, done.sensitivities.columns.index(at)]
    return bool(column[int(np.abs(column).argmax())] >= 0)


def _percent(share: float, digits: int = 1) -> str:
    return in_figures(f"{share:+.{digits}%}", VOICE.lang)


def _plain(share: float) -> str:
    return in_figures(f"{share:.1%}", VOICE.lang)


def _value(x: float) -> str:
    return in_figures(f"{x:.4g}", VOICE.lang)


def _answer(done: Calibration) -> None:
    if done.verification is None:
        VOICE.say("calibrate.answer.stopped")
        return
    lines = done.verification.lines
    n_met = sum(line.meeting == Meeting.MET for line in lines)
    VOICE.say(f"calibrate.answer.{'met' if n_met == len(lines) else 'partly'}", n=len(lines), n_met=n_met)


def _targets(done: Calibration) -> Table:
    is_verified = done.verification is not None
    title = "calibrate.targets_title" if is_verified else "calibrate.targets_unverified"
    table = Table(text("figure", VOICE.lang), title=text(title, VOICE.lang), title_justify="left")
    for heading in ("reported", "mean", "calibrate.deviation", "calibrate.error", "calibrate.n"):
        table.add_column(text(heading, VOICE.lang), justify="right")
    table.add_column(text("verdict", VOICE.lang))
    shown = number_of("")
    if done.verification is not None:
        for line in done.verification.lines:
            reported = line.target.reported
            error = 2 * line.combined_se / max(abs(reported), 1e-9)
            verdict = text(f"calibrate.meeting.{line.meeting.value}", VOICE.lang)
            cells = (shown(reported), shown(line.mean), _percent(line.deviation), _plain(error), str(line.n))
            table.add_row(line.target.id, *cells, verdict)
        return table
    last = done.search.steps[-1]
    for target, mean in zip(done.space.targets, last.means, strict=True):
        off = (mean - target.reported) / max(abs(target.reported), 1e-9)
        table.add_row(target.id, shown(target.reported), shown(mean), _percent(off), "–", str(last.n), "–")
    return table


def _parameters(done: Calibration) -> Table:
    table = Table(
        text("calibrate.parameter", VOICE.lang),
        title=text("calibrate.parameters_title", VOICE.lang),
        title_justify="left",
    )
    table.add_column(text("calibrate.path", VOICE.lang))
    for heading in ("calibrate.before", "calibrate.fitted", "calibrate.bounds"):
        table.add_column(text(heading, VOICE.lang), justify="right")
    for one, x in zip(done.space.parameters, done.point or (), strict=True):
        if one.is_free:
            bounds = f"{_value(one.low)} … {_value(one.high)}"
            table.add_row(one.name, one.path, _value(one.value), _value(x), bounds)
    return table


def _warnings(done: Calibration, outcomes: Sequence[Outcome]) -> None:
    for one, x in zip(done.space.parameters, done.point or (), strict=True):
        if one.is_free and one.is_at_bound(x):
            VOICE.say("calibrate.at_bound", name=one.name, value=_value(x))
    for _, place, share in too_busy(done, outcomes):
        VOICE.say("calibrate.overloaded", place=place, share=_plain(share))


def _identifiability(scenario: Scenario, done: Calibration) -> None:
    known = done.sensitivities
    if known is None:
        return
    rank = int((known.singular > _RANK * max(float(known.singular[0]), 1e-12)).sum())
    VOICE.say("calibrate.rank", n=len(known.columns), rank=rank)
    if rank < len(known.columns) - len(known.mute):
        VOICE.say("calibrate.too_few_figures")
    if not known.pairs:
        VOICE.say("calibrate.identified")
    found = {one.pair: one for one in done.second_sets}
    for pair in known.pairs:
        first, second = cause(scenario, done, pair.first), cause(scenario, done, pair.second)
        VOICE.say("calibrate.joint" if pair.is_joint else "calibrate.confounded", first=first, second=second)
        _shown(done, found.get(pair))
    if known.mute:
        VOICE.say("calibrate.mute", names=", ".join(done.space.parameters[at].name for at in known.mute))


def _shown(done: Calibration, one: SecondSet | None) -> None:
    if one is None:
        VOICE.say("calibrate.not_shown.stopped")
    elif one.through is not None:
        VOICE.say("calibrate.shown_through")
    elif one.point is None:
        VOICE.say("calibrate.not_shown.bounds")
    else:
        key = "calibrate.shown" if one.is_shown else "calibrate.not_shown.missed"
        VOICE.say(key, changes=_changes(done, one))


def _changes(done: Calibration, one: SecondSet) -> str:
    if one.point is None or done.point is None:
        return ""
    also = done.space.free if one.pair.is_joint else [one.pair.first]
    return ", ".join(
        f"{done.space.parameters[at].name} {_percent(one.point[at] / done.point[at] - 1, 0)}"
        for at in (*also, one.pair.second)
    )


def _conclusions(found: Sequence[Conclusion]) -> Table:
    """Return what a reader wants to know, ranges over the sets; offices only where a conclusion changes."""
    n_sets = max(len(one.values) for one in found)
    title = "calibrate.conclusions_title" if n_sets > 1 else "calibrate.conclusions_of_one_title"
    table = Table(
        text("calibrate.conclusion", VOICE.lang),
        title=text(title, VOICE.lang, n=n_sets),
        title_justify="left",
    )
    for heading in ("calibrate.fitted", "calibrate.range"):
        table.add_column(text(heading, VOICE.lang), justify="right")
    several = len({one.period for one in found}) > 1
    for one in found:
        low, high = one.range
        if np.isnan(low) or (one.office and not one.changes):
            continue
        is_count = one.name in (OFFICERS_NEEDED, REALLY_LATE)
        shown = number_of("" if is_count else Statistic.UTILISATION)
        where = " · ".join(filter(None, (one.office, one.period if several else "")))
        name = text(f"calibrate.{one.name}", VOICE.lang)
        if one.changes:
            span = f"{shown(low)} … {shown(high)}"
        else:
            span = text("calibrate.same" if n_known(one) > 1 else "calibrate.one_set", VOICE.lang)
        fitted = shown(None if np.isnan(one.values[0]) else one.values[0])
        table.add_row(f"{name} · {where}" if where else name, fitted, span)
    return table
