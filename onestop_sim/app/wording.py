"""Translations of a user's own scenarios: learned where a file is read, kept where results are written."""

import csv
from pathlib import Path

from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.scenario_file import load_scenario
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.translated import COLUMNS, FILE, PHRASES, is_shipped, read_words


def load_with_words(path: Path | str) -> Scenario:
    """
    Return the scenario of a file, once the translations beside it are known.

    Raises:
        UserError: the scenario or its table of translations cannot be used.
    """
    learn_beside(Path(path).parent)
    return load_scenario(path)


def learn_beside(folder: Path) -> None:
    """
    Learn the translations of a folder, if it has any.

    Raises:
        UserError: the table cannot be used.
    """
    table = folder / FILE
    if table.is_file() and not is_shipped(table):
        PHRASES.learn(read_words(table))


def keep_words(folder: Path) -> None:
    """Write what was learned into a results folder, so that its page has both languages anywhere."""
    if PHRASES.learned:
        with (folder / FILE).open("w", encoding="utf-8", newline="") as stream:
            rows = csv.writer(stream, lineterminator="\n")
            rows.writerow(COLUMNS)
            rows.writerows([text, of[Lang.VI], of[Lang.EN]] for text, of in sorted(PHRASES.learned.items()))
