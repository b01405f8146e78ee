"""`what-if`: the ready variants, what each answers and what it assumes, read from the files themselves."""

from pathlib import Path

from onestop_sim.app.voice import VOICE
from onestop_sim.errors import UserError
from onestop_sim.scenario.load import read_yaml


def list_what_ifs(folder: Path, base: Path) -> None:
    """
    Print file, title and the first paragraph of the description of each variant in a folder.

    Raises:
        UserError: ``what_if_missing``, or one of the files cannot be read.
    """
    if not folder.is_dir():
        raise UserError("what_if_missing", file=str(folder))
    files = sorted(folder.glob("*.yaml"))
    if not files:
        VOICE.say("what_if_none", folder=folder)
        return
    for file in files:
        said = read_yaml(file)
        print(f"{file}\n  {said.get('title', file.stem)}")
        paragraph = str(said.get("description", "")).strip().split("\n\n")[0]
        for line in paragraph.splitlines():
            print(f"  {line.strip()}")
        print()
    VOICE.say("what_if_hint", base=base, file=files[0])
