"""`what-if`: the ready variants, what each answers and what it assumes, read from the files themselves."""

import os.path
from collections.abc import Mapping
from pathlib import Path
from textwrap import wrap
from typing import Any, Final

from onestop_sim.app.voice import VOICE
from onestop_sim.app.wording import learn_beside
from onestop_sim.errors import UserError
from onestop_sim.scenario.load import EXTENDS, read_yaml
from onestop_sim.words.screen import text
from onestop_sim.words.translated import in_lang

_WIDTH: Final = 110


def list_what_ifs(folder: Path, base: Path) -> None:
    """
    Print file, title, the first paragraph of the description and the command of each variant in a folder.

    Args:
        folder: of the variants.
        base:   what a variant is compared with that extends no scenario.

    Raises:
        UserError: ``what_if_missing``, or one of the files cannot be read.
    """
    if not folder.is_dir():
        raise UserError("what_if_missing", file=str(folder))
    files = sorted(folder.glob("*.yaml"))
    if not files:
        VOICE.say("what_if_none", folder=folder)
        return
    learn_beside(folder)
    for file in files:
        written = read_yaml(file)
        print(f"{file}\n  {in_lang(str(written.get('title', file.stem)), VOICE.lang)}")
        paragraph = in_lang(str(written.get("description", "")), VOICE.lang).strip().split("\n\n")[0]
        for line in wrap(paragraph, _WIDTH):
            print(f"  {line}")
        told = text("what_if_hint", VOICE.lang, base=_origin(file, written, base), file=file)
        print(f"  {told}\n")


def _origin(file: Path, written: Mapping[str, Any], base: Path) -> Path:
    """Return the scenario that a variant extends, which is what it is to be compared with."""
    extends = written.get(EXTENDS)
    return Path(os.path.normpath(file.parent / extends)) if isinstance(extends, str) else base
