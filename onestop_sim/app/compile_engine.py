"""
Compiles the engine with mypyc: the same sources, the same logs, in less time. Nobody needs it.

    python -m pip install -c constraints.txt -e ".[compiled]" && python -m onestop_sim.app.compile_engine
    python -m onestop_sim.app.compile_engine --remove

The libraries are put beside their sources, where Python prefers them. They know of which sources they were
made: after a change of these nothing runs until they are made anew or removed. A C compiler is needed.
"""

import os
import shutil
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from onestop_sim.engine.compiled import IN_PLACE_OF, MADE_OF, MODULES, hash_of

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / "onestop_sim" / "engine"


def remove() -> None:
    """Delete what was compiled before, for this Python."""
    for folder in (ENGINE, ENGINE.parent):
        for library in folder.glob(f"*{sysconfig.get_config_var('EXT_SUFFIX')}"):
            library.unlink()


def build() -> None:
    """Compile a copy of the package in a folder of its own and bring the libraries home."""
    from mypyc.build import mypycify
    from setuptools import setup

    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        shutil.copytree(
            ROOT / "onestop_sim", copy / "onestop_sim", ignore=shutil.ignore_patterns("*.so", "*.pyd")
        )
        for file in ("pyproject.toml", "LICENSE"):
            shutil.copy(ROOT / file, copy)
        hashes = {module: hash_of(ROOT / module) for module in MODULES}
        for module, replaced in IN_PLACE_OF.items():
            (copy / module).replace(copy / replaced)
        (copy / MADE_OF).write_text(
            f'"""Of which sources the engine was compiled."""\n\nHASHES: dict[str, str] = {hashes!r}\n'
        )
        os.chdir(copy)
        sources = [module for module in MODULES if module not in IN_PLACE_OF]
        options = ["--config-file=pyproject.toml", *sources, MADE_OF]
        libraries: list[Any] = mypycify(options, opt_level="3", group_name="onestop_sim.engine.all")
        setup(
            name="onestop_sim",
            packages=[],
            ext_modules=libraries,
            script_args=["--quiet", "build_ext", "--inplace"],
        )
        for library in (copy / "onestop_sim").rglob(f"*{sysconfig.get_config_var('EXT_SUFFIX')}"):
            shutil.copy(library, ROOT / library.relative_to(copy))
        os.chdir(ROOT)


if __name__ == "__main__":
    remove()
    if "--remove" not in sys.argv[1:]:
        build()
