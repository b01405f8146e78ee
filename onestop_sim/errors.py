"""
The one error that a user can cause: a key and values; `words` turns it into a sentence.

Rooms below the edge never write prose. They raise ``UserError("unknown_office", office="lnad",
known=[...])``; the command line looks the key up, prints one message and exits with status 2.
"""

from typing import Any


class UserError(Exception):
    """
    Something the user said or gave cannot be used.

    Attributes:
        key:    name of the message in `words`.
        values: what the message needs: where, what was given, what is possible.

    >>> str(UserError("unknown_office", office="lnad"))
    "unknown_office {'office': 'lnad'}"
    """

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        return f"{self.key} {self.values}"

    def __reduce__(self) -> tuple[Any, ...]:
        """Let an error travel home from a worker process; keywords do not pickle by themselves."""
        return _again, (type(self), self.key, self.values)


class HorizonError(UserError):
    """An instant lies outside the years, days or shifts that a calendar covers."""


class LawError(UserError):
    """A law of the event log is broken: a defect of the program, told as plainly as a user's error."""


def _again(kind: type[UserError], key: str, values: dict[str, Any]) -> UserError:
    return kind(key, **values)
