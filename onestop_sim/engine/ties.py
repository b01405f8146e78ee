"""
The order of what happens at one instant, as the integer priority of a kernel event.

Classes come one after the other; inside a class the lower place first, then the smaller dossier key.
Every change of state precedes every start of work, so who is free and what waits is known before
anybody takes anything up. A second engine can follow the same order (decision D5).
"""

from typing import Final

NEXT_HOUR: Final = -1
"""Not part of the order: what is noted for an hour comes onto the agenda before anything happens in it."""
COMPLETIONS: Final = 0
RETURNS: Final = 1
"""Deliveries and whatever comes back from outside: ends of delays, answers of applicants."""
ARRIVALS: Final = 2
CLOSINGS: Final = 3
"""Work put down at closing time; applicants who leave."""
OPENINGS: Final = 4
"""An officer comes on duty; work may now be begun."""
LETTERS: Final = 5
STARTS: Final = 6

CLASS_BITS: Final = 48
PLACE_BITS: Final = 32


def tie(order: int, place: int, rank: int = 0) -> int:
    """
    Return the priority of an event among those of the same instant; lower comes first.

    Args:
        order: class, `COMPLETIONS` to `STARTS`.
        place: index of the place, or NOBODY.
        rank:  position of the dossier's key among all keys, below 2**32.

    >>> tie(RETURNS, place=3, rank=9) < tie(RETURNS, place=4, rank=0) < tie(ARRIVALS, place=0)
    True
    """
    return (order << CLASS_BITS) + ((place + 1) << PLACE_BITS) + rank
