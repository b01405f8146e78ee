"""How the program talks to the person in front of it: language, quietness, errors and exit statuses."""

import functools
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, ParamSpec

import typer
from rich.console import Console

from onestop_sim.errors import UserError
from onestop_sim.words.catalogue import Lang, lang_of_locale
from onestop_sim.words.say import sentence
from onestop_sim.words.screen import text

DONE: Final = 0
DIFFERENT: Final = 1
USER_ERROR: Final = 2
INTERRUPTED: Final = 130

P = ParamSpec("P")


@dataclass
class Voice:
    """
    Settings of one call of the program.

    Attributes:
        lang:  language.
        quiet: no progress, no stages of the run.
    """

    lang: Lang
    quiet: bool = False

    def say(self, key: str, /, **values: object) -> None:
        """Print a text of `words.screen` on standard output."""
        print(text(key, self.lang, **values))

    def note(self, key: str, /, **values: object) -> None:
        """Print a text about the run, not of its result, on standard error."""
        if not self.quiet:
            print(text(key, self.lang, **values), file=sys.stderr)

    def complain(self, error: UserError) -> None:
        """Print the one message about an error on standard error."""
        print(sentence(error, lang=self.lang), file=sys.stderr)

    def console(self) -> Console:
        """Return where tables go; wide enough for them when nobody looks."""
        return Console(width=None if sys.stdout.isatty() else 120, highlight=False)


VOICE: Final = Voice(lang_of_locale())
"""The settings of this process; the command line sets them before a command begins."""


def polite(command: Callable[P, int | None]) -> Callable[P, None]:
    """
    Make a command end with an exit status and, when the user is to blame, with one message.

    A traceback is left to defects of the program.
    """

    @functools.wraps(command)
    def careful(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            status = command(*args, **kwargs) or DONE
        except UserError as error:
            VOICE.complain(error)
            status = USER_ERROR
        except KeyboardInterrupt:
            print(text("interrupted", VOICE.lang), file=sys.stderr)
            status = INTERRUPTED
        except BrokenPipeError:  # the reader of a long output has had enough
            sys.stderr.close()
            status = DONE
        raise typer.Exit(status)

    return careful
