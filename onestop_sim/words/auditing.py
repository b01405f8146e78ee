"""Puts the arguments and corrections of an audit into words, with their numbers."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from onestop_sim.study.audit.figure import PERCENT, Figure, Remark
from onestop_sim.study.audit.repair import Correction, Slip
from onestop_sim.words.audit_remarks import NAMES, REMARKS, SLIPS
from onestop_sim.words.catalogue import Lang, in_figures
from onestop_sim.words.labels import LABELS, label

_SHARES: Final = frozenset(
    {"share", "low_share", "high_share", "others_share", "chance", "occurred_below", "recorded_below"}
)


def remark_text(remark: Remark, lang: Lang) -> str:
    """Return an argument in words, with its numbers."""
    values = dict(remark.values)
    gap = values.get("gap")
    if isinstance(gap, int | float):
        values |= {"missing": gap, "excess": -gap, "gap": abs(gap)}
        values["sum"] = sum(one.value for one in values["parts"])
    for name in ("low", "high"):
        if name in values and remark.key in ("rate", "no_late"):
            values[f"{name}_share"] = values[name]
    if "others" in values:
        values["others_share"] = values["others"]
    if remark.key == "same_sum_in_every_period":
        values |= {name: quantity_name(values[name], lang) for name in ("whole", "first", "second")}
        sums = ([number(one, lang) for one in row] for row in values["numbers"])
        values["numbers"] = "; ".join(f"{whole} = {first} + {second}" for whole, first, second in sums)
    template = REMARKS[remark.key][list(Lang).index(lang)]
    return template.format_map({name: _said(name, value, lang) for name, value in values.items()})


def correction_text(correction: Correction, figures: Mapping[str, Figure], lang: Lang) -> str:
    """Return a correction in words: what the numbers would be."""
    changes = [
        f"{_named(figures[one], lang)} {number(figures[one].value, lang)} → {number(meant, lang)}"
        for one, meant in zip(correction.figures, correction.values, strict=False)
    ]
    return SLIPS[correction.slip.value][list(Lang).index(lang)].format(
        figures="; ".join(changes),
        size=number(correction.values[0], lang),
        bucket=quantity_name(correction.bucket, lang) if correction.slip == Slip.BUCKET else "",
    )


def quantity_name(quantity: str, lang: Lang) -> str:
    """
    Return the name of a column or another quantity.

    >>> quantity_name("late", Lang.EN), quantity_name("in_time", Lang.VI)
    ('late (10)', 'trước hạn và đúng hạn')
    """
    if quantity in NAMES:
        return NAMES[quantity][list(Lang).index(lang)]
    return label(quantity if quantity in LABELS else f"statistic.{quantity}", lang)


def figure_name(figure: Figure, lang: Lang) -> str:
    """Return what a figure counts: its own words, and the column of a form."""
    if figure.id.count("/"):
        return f"{figure.name} · {_named(figure, lang)}" if figure.name else _named(figure, lang)
    return figure.name or figure.id


def _named(figure: Figure, lang: Lang) -> str:
    if figure.quantity == PERCENT:
        return f"{quantity_name(figure.of, lang)} %" if figure.id.count("/") else figure.name
    known = figure.quantity in NAMES or figure.quantity in LABELS or f"statistic.{figure.quantity}" in LABELS
    return quantity_name(figure.quantity, lang) if known else (figure.name or figure.id)


def number(value: float, lang: Lang) -> str:
    """
    Return a number with as many decimals as it needs.

    >>> number(4891, Lang.VI), number(0.0558, Lang.EN), number(22.632, Lang.EN)
    ('4.891', '0.056', '22.6')
    """
    if value == int(value):
        return in_figures(f"{value:,.0f}", lang)
    digits = f"{value:,.1f}" if abs(value) >= 10 else (f"{value:.2f}" if abs(value) >= 1 else f"{value:.2g}")
    return in_figures(digits, lang)


def printed_number(figure: Figure, lang: Lang) -> str:
    """Return a figure's number as it was reported, percentages with their decimals."""
    if figure.quantity != PERCENT:
        return number(figure.value, lang)
    return in_figures(f"{figure.value:.3f}".rstrip("0").rstrip("."), lang) + " %"


def _said(name: str, value: Any, lang: Lang) -> str:
    if isinstance(value, Figure):
        return f"{number(value.value, lang)} [{_named(value, lang)}]"
    if isinstance(value, str):
        return value
    if isinstance(value, Iterable):
        items = list(value)
        if items and isinstance(items[0], Figure):
            return " + ".join(_said(name, one, lang) for one in items)
        return ", ".join(quantity_name(one, lang) if name == "slack" else str(one) for one in items)
    if name in _SHARES:
        return in_figures(f"{100 * value:.2g}" if value < 0.1 else f"{100 * value:.1f}", lang) + " %"
    if name in ("percent", "exact"):
        return in_figures(f"{value:.3f}".rstrip("0").rstrip("."), lang)
    return number(value, lang)
