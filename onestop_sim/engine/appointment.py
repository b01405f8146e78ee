"""Appointments: what will happen to a dossier at a row of its route."""

from collections.abc import Callable
from typing import Any, Final

Action = Callable[[int, int, int], None]
"""What happens to a dossier at a row: ``action(dossier, row, now)``."""


class Appointment:
    """
    An event of the kernel that is made often, so it is made of little.

    SimPy's own loop can play it too: it has what that asks of an event.

    Attributes:
        callbacks: what SimPy calls; None once its own loop has called them.
        action:    what happens.
    """

    __slots__ = ("action", "callbacks", "dossier", "row")

    _ok: Final = True

    def __init__(self, callbacks: list[Any], action: Action, dossier: int, row: int) -> None:
        self.callbacks: list[Any] | None = callbacks
        self.action, self.dossier, self.row = action, dossier, row
