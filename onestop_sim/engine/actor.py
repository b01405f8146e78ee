"""Actors: whoever has entries in the agenda of the kernel."""


class Actor:
    """Whoever has an entry in the agenda."""

    __slots__ = ()

    def acts(self, now: int) -> None:
        """Do what is due at this instant."""
        raise NotImplementedError


class Noted(Actor):
    """
    An actor who knows his one entry before it is entered.

    Attributes:
        at_s: instant; `tie`: who comes first in it.
    """

    __slots__ = ("at_s", "tie")

    def __init__(self, at_s: int, tie: int) -> None:
        self.at_s, self.tie = at_s, tie
