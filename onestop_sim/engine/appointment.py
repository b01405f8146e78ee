"""Appointments: what will happen to a dossier at a row of its route; calls: what else will happen."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from onestop_sim.engine.actor import Actor, Noted

if TYPE_CHECKING:
    from onestop_sim.engine.shop import Shop

Action = Callable[[int, int, int], None]
"""What happens to a dossier at a row: ``action(dossier, row, now)``."""


class Appointment(Noted):
    """
    An entry of the agenda that is made often, so it is made of little.

    Attributes:
        shop:   whose offices may start something afterwards.
        action: what happens.
    """

    __slots__ = ("action", "dossier", "row", "shop")

    def __init__(self, shop: "Shop", at_s: int, tie: int, action: Action, dossier: int, row: int) -> None:
        super().__init__(at_s, tie)
        self.shop, self.action, self.dossier, self.row = shop, action, dossier, row

    def acts(self, now: int) -> None:
        """Let it happen, and what it made possible start."""
        self.action(self.dossier, self.row, now)
        if self.shop.wanted:
            self.shop.settle_at(now)


class Call(Actor):
    """
    Something that happens at instants which are entered one by one; it may be entered again and again.

    Attributes:
        action: what happens at an instant.
    """

    __slots__ = ("action",)

    def __init__(self, action: Callable[[int], None]) -> None:
        self.action = action

    def acts(self, now: int) -> None:
        """Let it happen."""
        self.action(now)


class Moment(Call):
    """A call after which offices of the shop may start something."""

    __slots__ = ("shop",)

    def __init__(self, shop: "Shop", action: Callable[[int], None]) -> None:
        super().__init__(action)
        self.shop = shop

    def acts(self, now: int) -> None:
        """Let it happen, and what it made possible start."""
        self.action(now)
        if self.shop.wanted:
            self.shop.settle_at(now)
