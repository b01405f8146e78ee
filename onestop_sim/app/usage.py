"""The command line in the user's language: help pages, and what is wrong with how a command was called."""

import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from onestop_sim.app.voice import VOICE
from onestop_sim.errors import UserError
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.help import framed_in_vietnamese, help_in_vietnamese

UsageProblem: type[Exception] = typer.BadParameter.__mro__[2]
"""The library's class of everything that is wrong with how a command was called."""

F = TypeVar("F", bound=Callable[..., Any])

_QUOTED: Final = re.compile(r"'([^']*)'")


class SpokenCommand(TyperCommand):
    """A command whose help is in the language of `VOICE`."""

    def get_help(self, ctx: Any) -> str:
        """Return the page of help."""
        return _framed(super().get_help(ctx))


class SpokenGroup(TyperGroup):
    """A group of commands whose help is in the language of `VOICE`."""

    def get_help(self, ctx: Any) -> str:
        """Return the page of help."""
        return _framed(super().get_help(ctx))


class SpokenTyper(typer.Typer):
    """A command line whose commands are `SpokenCommand`."""

    def command(self, *arguments: Any, **options: Any) -> Callable[[F], F]:
        """Return the decorator of a command."""
        return super().command(*arguments, **{"cls": SpokenCommand, **options})


def _framed(page: str) -> str:
    return framed_in_vietnamese(page) if VOICE.lang == Lang.VI else page


def asked_lang(arguments: Sequence[str]) -> Lang | None:
    """
    Return the language that arguments ask for, wherever it stands; None: they do not, or ask for another.

    It is looked for before the arguments are read, for what is wrong with them is told in it.

    >>> (
    ...     asked_lang(["run", "--sed", "3", "--lang", "vi"]),
    ...     asked_lang(["--lang=en"]),
    ...     asked_lang(["--lang", "x"]),
    ... )
    (<Lang.VI: 'vi'>, <Lang.EN: 'en'>, None)
    """
    found = None
    for number, one in enumerate(arguments):
        name, equals, value = one.partition("=")
        if name == "--lang":
            given = value if equals else (arguments[number + 1] if number + 1 < len(arguments) else "")
            found = next((lang for lang in Lang if lang.value == given), found)
    return found


def translate(command: Any) -> None:
    """Put the sentences of a command, its options and its commands into Vietnamese, in place."""
    for part in parts_of(command):
        if getattr(part, "help", None):
            part.help = help_in_vietnamese(part.help)
        if getattr(part, "short_help", None):
            part.short_help = help_in_vietnamese(part.short_help)


def parts_of(command: Any) -> Iterator[Any]:
    """Yield a command, its options and arguments, and those of its commands."""
    yield command
    yield from command.params
    for inner in getattr(command, "commands", {}).values():
        yield from parts_of(inner)


def as_user_error(problem: Any) -> UserError:
    """Return what is wrong with how a command was called as an error that has words in every language."""
    kinds = {kind.__name__ for kind in type(problem).__mro__}
    message = str(problem.message)
    quoted = _QUOTED.findall(message)
    if "NoSuchOption" in kinds:
        near = next(iter(problem.possibilities or ()), "")
        return UserError("usage_no_such_option", given=problem.option_name, near=near)
    if "MissingParameter" in kinds:
        return UserError("usage_missing", given=_hint(problem))
    if "BadOptionUsage" in kinds:
        return UserError("usage_without_value", given=problem.option_name)
    if "BadParameter" in kinds:
        if " is not one of " in message and len(quoted) > 1:
            return UserError("usage_unknown_value", where=_hint(problem), given=quoted[0], known=quoted[1:])
        return UserError("usage_bad_value", where=_hint(problem), expected=_kind(message))
    if message.startswith("No such command") and quoted:
        known = sorted(getattr(problem.ctx.command, "commands", {}))
        near = next(iter(difflib.get_close_matches(quoted[0], known, 1)), "")
        return UserError("usage_no_such_command", given=quoted[0], known=known, near=near)
    extra = re.search(r"unexpected extra arguments?(?:\(s\))? \((.*)\)", message)
    if extra:
        return UserError("usage_extra", given=extra[1])
    return UserError("usage_other", given=message)


def _hint(problem: Any) -> str:
    if problem.param is None:
        return str(problem.param_hint or "")
    names = [name for name in problem.param.opts if name.startswith("--")] or [str(problem.param.name)]
    return str(names[0])


def _kind(message: str) -> str:
    """Return the word of `labels` for what an option asks for, from what the library says of it."""
    return next((kind for kind in ("integer", "float", "boolean", "path") if kind in message), "other")
