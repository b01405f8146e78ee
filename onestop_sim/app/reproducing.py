"""`reproduce-run`: a manifest is run again, and fingerprints are held against it."""

import platform
from importlib.metadata import version
from pathlib import Path

from onestop_sim.app.logs import stage
from onestop_sim.app.pool import n_workers_for, workers
from onestop_sim.app.running import progress_bar
from onestop_sim.app.voice import DIFFERENT, DONE, VOICE
from onestop_sim.study.archive import Fingerprints, Manifest, program_version, read_manifest
from onestop_sim.study.replicate import replicate
from onestop_sim.words.screen import text


def reproduce(folder: Path, n_workers: int | None) -> int:
    """
    Run the manifest of a folder again; say for each replication whether its fingerprints agree.

    Returns:
        Exit status: 0 when all agree, 1 when some do not.

    Raises:
        UserError: the folder is none, or not whole.
    """
    manifest = read_manifest(folder)
    _tell_versions(manifest)
    worlds = [read_manifest(folder, name) for name in manifest.worlds] or [manifest]
    n = sum(one.n_replications for one in worlds)
    n_workers = n_workers_for(n_workers, n)
    n_different = 0
    for name, world in zip(manifest.worlds or ("",), worlds, strict=True):
        if name:
            print(name)
        for before, after in zip(world.fingerprints, _again(world, n_workers), strict=True):
            verdict = _agreement(before, after)
            n_different += verdict != "agrees"
            print(f"{before.number:4d}  {after.log}  {text(verdict, VOICE.lang)}")
    if n_different:
        VOICE.say("not_reproduced", n=n, n_different=n_different)
        return DIFFERENT
    VOICE.say("reproduced", n=n)
    return DONE


def _again(manifest: Manifest, n_workers: int) -> list[Fingerprints]:
    """Run one scenario of a manifest again; return the fingerprints of its replications."""
    n = manifest.n_replications
    with (
        stage("replications_finished", replications=n, workers=n_workers),
        workers(n_workers) as executor,
        progress_bar() as bar,
    ):
        task = bar.add_task(text("replications", VOICE.lang), total=n)
        again = replicate(
            manifest.scenario,
            replications=n,
            root_seed=manifest.root_seed,
            executor=executor,
            on_progress=lambda _: bar.advance(task),
            tables=(),
        )
    return [one.fingerprints for one in again]


def _agreement(before: Fingerprints, after: Fingerprints) -> str:
    """Return a key of `words.screen`: a different plan explains a different log."""
    if before.plan != after.plan:
        return "plan_differs"
    return "agrees" if before.log == after.log else "log_differs"


def _tell_versions(manifest: Manifest) -> None:
    """Say beforehand what may make numbers differ."""
    here = {"onestop_sim": program_version(), "python": platform.python_version()}
    then = {"onestop_sim": manifest.program, **manifest.versions}
    here |= {name: version(name) for name in manifest.versions if name != "python"}
    different = [f"{name} {then[name]} → {here[name]}" for name in then if then[name] != here.get(name)]
    if different:
        VOICE.note("versions_differ", what=", ".join(different))
