"""Builds that are killed at many instants, and what they may leave.

Two sets of data give two reference builds. From the first, a build towards the second is killed
(SIGKILL) at instants spread over its duration, closer together towards its end, when pages are
made and put in place. Whatever it leaves, each file must be the first build's or the second's,
whole; and the next build must arrive at the second's bytes.
"""

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from changing import edit
from making import NETWORK
from own_notebooks import SMALL_BUILD, write_small_pages

from annual_report.base.project import ROOT

SHORTER = 0.98
"""What a build is taken to last, of what one lasted that ended before its instant."""
Tree = dict[str, bytes]


class Reference(NamedTuple):
    """Some data, what builds of others and then of these leave, and how long the second took.

    `notebooks` make pages in a moment: how these are put in place is the same.
    """

    notebooks: Path
    data: Path
    first: Path
    second: Path
    duration: float


def references(folder: Path) -> Reference:
    """Build both sets of data to the end, the second from what the first leaves."""
    before, after = networks(folder)
    first, second = folder / "first", folder / "second"
    notebooks = write_small_pages(folder / "notebooks")
    run(command(notebooks, before, first))
    started = time.monotonic()
    shutil.copytree(first, second)
    run(command(notebooks, after, second))
    return Reference(notebooks, after, first, second, time.monotonic() - started)


def stress(builds: Reference, out: Path, instants: int) -> None:
    """Kill a build at so many instants; raise AssertionError at a bad one."""
    notebooks, after, first, second, duration = builds
    build = command(notebooks, after, out)
    old, new = pages(first), pages(second)
    assert old != new, "the two sets of data must give different pages"
    for number in range(instants):
        share = 1 - (1 - (number + 0.5) / instants) ** 2
        while took := kill_a_build(build, out, first, instant := duration * share):
            duration = SHORTER * took
        hold_whole(pages(out), old, new, f"after {instant:.3f} s")
        run(build)
        assert pages(out) == new, f"the build after a kill at {instant:.3f} s does not converge"


def hold_whole(left: Tree, old: Tree, new: Tree, when: str) -> None:
    """Hold each file that a stopped build left to one build or the other; raise AssertionError.

    What both of them have must be there.
    """
    assert old.keys() & new.keys() <= left.keys(), f"a file is gone {when}"
    for name, content in left.items():
        assert content in (old.get(name), new.get(name)), f"{name} is wrong {when}"


def networks(folder: Path) -> tuple[Path, Path]:
    """Return two copies of the network; in the second, a meeting of the last year is elsewhere."""
    before, after = folder / "un" / "reseau", folder / "deux" / "reseau"
    for copy in (before, after):
        shutil.copytree(NETWORK, copy)
    edit(after / "rencontres.csv", ",Nantes,", ",Rezé,")
    return before, after


def run(build: list[str]) -> None:
    """Build to the end."""
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def kill_a_build(build: list[str], out: Path, copy_of: Path, instant: float) -> float:
    """Start from a copy of a build, and kill the next one after `instant` seconds.

    Return 0, or how long it took if it ended before.
    """
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(copy_of, out)
    started = time.monotonic()
    process = subprocess.Popen(build, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        process.wait(timeout=instant)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return 0
    return time.monotonic() - started


def command(notebooks: Path, data: Path, out: Path) -> list[str]:
    """Return the command line of a build."""
    build = [sys.executable, "-c", SMALL_BUILD, str(notebooks), "2025"]
    return [*build, "--data", str(data), "--out", str(out)]


def pages(out: Path) -> Tree:
    """Return what a reader can see of a build: its files but for the records and leftovers."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and ".build" not in path.parts and path.suffix != ".part"
    }
