"""
Stocks, flows and days: what a stock of open dossiers says of the time that dossiers stay.

Little's law: mean stock = flow × mean stay. The stock at the end of a period stands for the mean one;
the flow is counted in working days of the real calendar (`calendar.PublicDays`).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from onestop_sim.calendar import PublicDays
from onestop_sim.clock import Clock
from onestop_sim.errors import HorizonError
from onestop_sim.study.audit.figure import OFFICERS, Account, Answer, Check, Figure, Remark, Table
from onestop_sim.study.audit.laws import coincidences

LEAST_STAY_WD: Final = {"district": 0.9, "commune": 0.2}
"""
Mean stay below which a level's dossiers cannot all have gone their usual ways, working days.

Computed from the mixes of published reports, grade assumption: at a district at least 60 % of dossiers
(land, business, social protection) have limits of 3 days or more and take at least half of that; at
communes at least 7 % (social protection, land intake) stay 3 days or more.
"""

LEAST_STAY_ANY_WD: Final = 0.2
"""The same where the level is not said: the more lenient of the two."""

LONGEST_LIMIT_WD: Final = 30
"""Longest ordinary limit: first land-use certificate until 2024 (general knowledge)."""

FASTEST_MIN: Final = 8.0
"""Minutes of desk time of the quickest dossier, copies certified: 5 to receive, 3 to return (assumption)."""

DAY_MIN: Final = 480.0
"""Working minutes of an officer's day."""

CERTAIN: Final = 0.025
"""Chance below which a number is called strained."""

_NONE_SEEN: Final = 3.69
"""Mean of a Poisson number that is 0 with the chance `CERTAIN`."""

STREAMS: Final = (
    ("circulated_up", "circulated_down", "circulated_outstanding"),
    ("home_delivery_registered", "home_delivery_delivered_cohort", "home_delivery_outstanding"),
    ("post_intake_received", "post_intake_resolved", "post_intake_open"),
    ("online_received", "online_resolved", "online_open"),
)
"""Flows in, flows out, and the stock between."""

_LEAST_OF_STREAM_WD: Final = {"circulated_up": 2.0}
"""Up one day, down the next: a dossier that went to the district and back (assumption)."""


def working_days(account: Account) -> int | None:
    """Return the working days of an account's period; None when it is not said or not covered."""
    days = account.days
    if days is None:
        return None
    first, last = days
    try:
        return len(PublicDays().working_days(Clock(first), 0, (last - first).days))
    except HorizonError:
        return None


def flow_remarks(table: Table) -> Iterator[Remark]:
    """Yield what stocks, flows and officers say of each other."""
    known: dict[tuple[str, str], int | None] = {}
    wholes = _wholes(table)
    for account, cells in table.accounts.items():
        n_wd = known.setdefault(account.period, working_days(account))
        if n_wd:
            yield from _stock(cells, n_wd, account, is_whole=account in wholes)
            yield from _streams(cells, n_wd)
            yield from _capacity(table, cells, n_wd, account)
        yield from _opening(cells)
    for rows in coincidences(table):
        yield from _nothing_left(rows)


def _nothing_left(rows: Sequence[tuple[Figure, Figure, Figure]]) -> Iterator[Remark]:
    """Yield that what came is what went and what was late, so that nothing is left to be open within time."""
    for whole, a, b in rows:
        names = {a.quantity, b.quantity}
        n_wd = working_days(whole.account)
        if whole.quantity not in ("received", "received_new") or "late" not in names or not n_wd:
            continue
        if not names & {"resolved", "in_time", "on_time"}:
            continue
        per_wd = whole.value / n_wd
        least_wd = LEAST_STAY_WD.get(whole.account.level, LEAST_STAY_ANY_WD)
        values = {
            "stock": 0.0,
            "n_wd": n_wd,
            "per_wd": per_wd,
            "least_wd": least_wd,
            "expected": per_wd * least_wd,
            "longest_h": _NONE_SEEN / per_wd * DAY_MIN / 60 if per_wd else 0.0,
        }
        if values["expected"] > _NONE_SEEN:
            yield Remark(Answer.STRAINED, Check.FLOW, "nothing_left", (whole.id, a.id, b.id), values)


def _flow(cells: Mapping[str, Figure]) -> tuple[list[Figure], float] | None:
    """Return what was resolved in the period, or else received, and from which figures that is known."""
    for names in (("resolved",), ("in_time", "late"), ("on_time", "late"), ("received",), ("received_new",)):
        if all(one in cells for one in names):
            used = [cells[one] for one in names]
            return used, sum(one.value for one in used)
    return None


def _open(cells: Mapping[str, Figure]) -> tuple[list[Figure], float] | None:
    """Return the open stock: printed, or what sums leave for it."""
    for names in (("open",), ("pending", "paused"), ("pending",), ("pending_within", "pending_overdue")):
        if all(one in cells for one in names):
            used = [cells[one] for one in names]
            return used, sum(one.value for one in used)
    done = ("resolved",) if "resolved" in cells else ("in_time", "late")
    if "received" not in cells or not all(one in cells for one in done):
        return None
    used = [cells["received"], *(cells[one] for one in (*done, "returned") if one in cells)]
    if "resolved" in cells:
        used = used[:2]
    return used, used[0].value - sum(one.value for one in used[1:])


def _wholes(table: Table) -> set[Account]:
    """
    Return the accounts that are no single line of a form, nor of a single field.

    A field may well have nothing open (certification) or stay longer than any other (merit).
    """
    lines = [(account, next(iter(cells.values()))) for account, cells in table.accounts.items()]
    in_forms = [account.period for account, first in lines if "/" in first.id]
    return {
        account
        for account, first in lines
        if not account.field
        and ("/" not in first.id or first.total_row or in_forms.count(account.period) == 1)
    }


def _stock(cells: Mapping[str, Figure], n_wd: int, account: Account, *, is_whole: bool) -> Iterator[Remark]:
    """Yield the mean stay that a stock implies; of a line of a form alone it is no objection."""
    flow, stock = _flow(cells), _open(cells)
    at_least = stock is None and "pending_within" in cells
    if at_least:
        stock = [cells["pending_within"]], cells["pending_within"].value
    if flow is None or stock is None or flow[1] <= 0 or stock[1] < 0:
        return
    per_wd = flow[1] / n_wd
    least_wd = LEAST_STAY_WD.get(account.level, LEAST_STAY_ANY_WD)
    ids = tuple(dict.fromkeys(one.id for one in (*stock[0], *flow[0])))
    values = {
        "stock": stock[1],
        "flow": flow[1],
        "n_wd": n_wd,
        "per_wd": per_wd,
        "stay_wd": stock[1] / per_wd,
        "least_wd": least_wd,
        "expected": per_wd * least_wd,
        "limit_wd": LONGEST_LIMIT_WD,
    }
    # One dossier in a small line proves nothing: chance is allowed for.
    too_few = stock[1] + 2 * (stock[1] + 1) ** 0.5 < values["expected"] and values["expected"] > _NONE_SEEN
    if at_least or not is_whole:
        yield Remark(Answer.CONSISTENT, Check.FLOW, "stay", ids, values)
    elif stock[1] == 0 and too_few:
        longest_h = _NONE_SEEN / per_wd * DAY_MIN / 60
        yield Remark(Answer.STRAINED, Check.FLOW, "nothing_open", ids, values | {"longest_h": longest_h})
    elif too_few:
        yield Remark(Answer.STRAINED, Check.FLOW, "stay_too_short", ids, values)
    elif values["stay_wd"] > LONGEST_LIMIT_WD:
        yield Remark(Answer.STRAINED, Check.FLOW, "stay_too_long", ids, values)
    else:
        yield Remark(Answer.CONSISTENT, Check.FLOW, "stay", ids, values)


def _opening(cells: Mapping[str, Figure]) -> Iterator[Remark]:
    """Yield the stock that a period must have begun with, where it is not printed."""
    if "carried_over" in cells or not {"received_new", "resolved"} <= set(cells):
        return
    stock = _open({name: one for name, one in cells.items() if name != "received"})
    if stock is None:
        return
    used = [cells["resolved"], cells["received_new"], *stock[0]]
    opening = cells["resolved"].value + stock[1] - cells["received_new"].value
    ids = tuple(dict.fromkeys(one.id for one in used))
    values = {"opening": opening, "resolved": used[0].value, "stock": stock[1], "received": used[1].value}
    if opening < 0:
        yield Remark(Answer.INCONSISTENT, Check.FLOW, "opening_below_nothing", ids, values)
    else:
        yield Remark(Answer.CONSISTENT, Check.FLOW, "opening", ids, values)


def _streams(cells: Mapping[str, Figure], n_wd: int) -> Iterator[Remark]:
    for into, out, between in STREAMS:
        if into not in cells or out not in cells:
            continue
        a, b, c = cells[into], cells[out], cells.get(between)
        values = {
            "in": a.value,
            "out": b.value,
            "left": a.value - b.value,
            "n_wd": n_wd,
            "per_wd": b.value / n_wd,
        }
        if b.value <= 0:
            continue
        values["stay_wd"] = values["left"] / values["per_wd"]
        ids = tuple(one.id for one in (a, b, c) if one is not None)
        least_wd = _LEAST_OF_STREAM_WD.get(into, 0.0)
        values |= {"least_wd": least_wd, "opening": max(0.0, least_wd * values["per_wd"] - values["left"])}
        if into == "circulated_up":
            yield Remark(Answer.CONSISTENT, Check.FLOW, "two_flows", (a.id, b.id), values)
        elif values["left"] >= 0:
            too_long = values["stay_wd"] > LONGEST_LIMIT_WD
            answer, key = (Answer.STRAINED, "stream_too_slow") if too_long else (Answer.CONSISTENT, "stream")
            yield Remark(answer, Check.FLOW, key, ids, values | {"limit_wd": LONGEST_LIMIT_WD})


def _capacity(table: Table, cells: Mapping[str, Figure], n_wd: int, account: Account) -> Iterator[Remark]:
    """Yield what dossiers for each officer and day leave of the day for one of them."""
    flow = _flow(cells)
    if flow is None or (account.field and account.level):
        return
    officers = [
        one
        for one in table.figures
        if one.quantity == OFFICERS
        and one.value > 0
        and (one.account == account or (one.account.level == account.level != "" and not account.field))
    ]
    own = [one for one in officers if one.account == account] or officers
    if not own:
        return
    most = max(own, key=lambda one: one.value)
    per_day = flow[1] / n_wd / most.value
    if per_day <= 0:
        return
    values = {
        "flow": flow[1],
        "n_wd": n_wd,
        "officers": most.value,
        "per_day": per_day,
        "minutes": DAY_MIN / per_day,
        "fastest_min": FASTEST_MIN,
    }
    ids = (*(one.id for one in flow[0]), most.id)
    if values["minutes"] < FASTEST_MIN:
        yield Remark(Answer.STRAINED, Check.FLOW, "beyond_capacity", ids, values)
    else:
        yield Remark(Answer.CONSISTENT, Check.FLOW, "within_capacity", ids, values)
