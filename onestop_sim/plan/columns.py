"""Tables of flat, typed, read-only columns: what a Plan is made of."""

from dataclasses import dataclass, field, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Keys = NDArray[np.uint64]
Flags = NDArray[np.bool_]


def column(dtype: str) -> Any:
    """Declare a column of a table with its NumPy *dtype*, for example ``"i8"``."""
    return field(metadata={"dtype": np.dtype(dtype)})


@dataclass(frozen=True)
class Columns:
    """
    A table: columns of one length, each cast to its declared dtype and made read-only.

    Raises:
        ValueError: the columns have different lengths, or a value does not fit its dtype.

    >>> @dataclass(frozen=True)
    ... class Shifts(Columns):
    ...     opens_s: Ints = column("i8")
    >>> len(Shifts(opens_s=[1, 2]))
    2
    """

    def __post_init__(self) -> None:
        lengths = set()
        for one in fields(self):
            given = np.asarray(getattr(self, one.name))
            # A view: read-only for whoever has the table, not for whoever made the array.
            is_cast = given.dtype == one.metadata["dtype"]
            cast = given.view() if is_cast else given.astype(one.metadata["dtype"])
            if given.size and not is_cast and not (cast == given).all():
                raise ValueError(f"{type(self).__name__}.{one.name}: values do not fit {cast.dtype}")
            cast.flags.writeable = False
            object.__setattr__(self, one.name, cast)
            lengths.add(len(cast))
        if len(lengths) > 1:
            raise ValueError(f"columns of {type(self).__name__} differ in length: {sorted(lengths)}")

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the columns by name."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @classmethod
    def empty(cls) -> Self:
        """Return the table with no rows."""
        return cls(**{one.name: np.empty(0, one.metadata["dtype"]) for one in fields(cls)})


def starts_of(n_each: Ints) -> Ints:
    """Return where each of some cells begins in a column that has one after the other, int64[n_cells]."""
    return np.cumsum(n_each) - n_each


def count_up(n_each: Ints) -> Ints:
    """
    Return 0, 1, 2 ... for each of some cells, one after the other, int64[sum].

    >>> count_up(np.array([2, 0, 3]))
    array([0, 1, 0, 1, 2])
    """
    counted: Ints = np.arange(n_each.sum(), dtype=np.int64) - np.repeat(starts_of(n_each), n_each)
    return counted
