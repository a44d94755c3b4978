"""The lines that keep a build safe, each with what a careless hand would leave of it.

A mutant is a copy of the project in which one line is another: its tests have to fail.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from making import copy_project

from annual_report.project import ROOT


class Mutant(NamedTuple):
    """A line of a file, what stands there instead, and the tests that must notice."""

    name: str
    file: str
    line: str
    instead: str
    tests: tuple[str, ...]


LONGEST = 900.0
"""Seconds after which tests that have no end are taken to have failed."""
RUN, BUILD = "annual_report/run/", "annual_report/build/"
FAULTS, PAGES, READS = (
    "tests/build/test_faults.py",
    "tests/build/test_pages.py",
    "tests/run/test_reads.py",
)
PROCESSES, TOGETHER = "tests/run/test_processes.py", "tests/build/test_builds_together.py"
MUTANTS = (
    Mutant("written in place", f"{BUILD}store.py", "beside = self.folder / FOLDER",
           "beside = path or self.folder / FOLDER", (FAULTS, "in_the_middle")),
    Mutant("no fsync", f"{BUILD}store.py", "os.fsync(stream.fileno())", "pass",
           (FAULTS, "in_the_middle")),
    Mutant("no scan for secrets", f"{RUN}report.py", "    check_files(beside)", "    pass",
           (PAGES, "switch_the_rules_off")),
    Mutant("no rules of publication", "annual_report/pages/export/exporter.py",
           "    check_page(html, f\"{name}.html\", {", "    dict({",
           (PAGES, "switch_the_rules_off")),
    Mutant("all that was shown is given out", f"{RUN}report.py", "take_published(notebook)",
           "notebook", (PAGES, "given_out")),
    Mutant("no limit of memory", f"{RUN}report.py", "limit_resources(task.memory_limit)", "pass",
           (FAULTS, "too_much")),
    Mutant("no limit of time", f"{RUN}processes.py", "if time.monotonic() >= end:", "if False:",
           (PROCESSES, "takes_too_long")),
    Mutant("Ctrl-C ends nothing", f"{BUILD}workers.py", "        self.ended.set()", "        pass",
           (FAULTS, "whatever_ends and SIGINT")),
    Mutant("a caller that is gone is waited for", f"{RUN}guard.py", "not caller.poll(TICK)",
           "not caller.poll(TICK) or True", (FAULTS, "whatever_ends and SIGKILL")),
    Mutant("what detaches itself stays", f"{RUN}guard.py",
           "                end_descendants(os.getpid())",
           "                break", (FAULTS, "leaves_running")),
    Mutant("no orphans taken in", f"{RUN}guard.py", "    _ask_linux(ADOPT)", "    pass",
           (FAULTS, "leaves_running")),
    Mutant("temporary files stay", f"{RUN}guard.py",
           "shutil.rmtree(folder, ignore_errors=True)", "pass",
           (FAULTS, "whatever_ends and SIGKILL")),
    Mutant("two builds in one place", f"{BUILD}updating.py",
           "        lock = self._store.lock()\n        if",
           "        lock = __import__('contextlib').nullcontext()\n        if",
           (TOGETHER, "waits_for_another")),
    Mutant("what is not ours is written over", f"{BUILD}updating.py",
           "self.records.list_foreign((INDEX, *self.reports)):",
           "self.records.list_foreign(()):", (PAGES, "no_build_wrote")),
    Mutant("a page can change what measures find", "annual_report/network.py",
           "        return found.copy(deep=False)", "        return found",
           (READS, "writes_to_a_table")),
    Mutant("the record before the page", f"{BUILD}updating.py",
           "key=lambda name: name == report.page", "key=lambda name: name != report.page",
           ("tests/build/test_build.py", "goes_last")),
    Mutant("the old PDF stays", f"{BUILD}updating.py", "store.remove(*paper)",
           "pass", ("tests/pages/test_printing.py", "would_be_wrong")),
    Mutant("files that are opened are not noted", f"{RUN}reads.py",
           "    sys.addaudithook(hear)", "    pass", (READS, "module_beside")),
    Mutant("tables are not noted", "annual_report/network.py",
           "asked_files.add(self._files[DERIVED.get(name, name)])", "pass",
           (READS, "which_tables")),
    Mutant("another program is taken", "annual_report/program.py",
           "    if hash_program() != known:", "    if False:",
           (READS, "other_code")),
    Mutant("TLS is not asked for", f"{BUILD}cluster.py", "timeout=CONNECTING, **arguments))",
           "timeout=CONNECTING))", ("tests/build/test_cluster.py", "tls")),
    Mutant("a client that is gone is worked for", f"{BUILD}cluster.py", "warm, wanted=wanted)",
           "warm)", ("tests/build/test_cluster.py", "client_is_gone")),
)  # fmt: skip


def is_killed(mutant: Mutant, project: Path) -> bool:
    """Whether the tests of a mutant fail, as tests do: none of them may be missing."""
    copy_project(project)
    for name in ("tests", "scripts", "pyproject.toml", "requirements.txt"):
        if not (project / name).exists():
            os.symlink(ROOT / name, project / name)
    path = project / mutant.file
    text = path.read_text(encoding="utf-8")
    if text.count(mutant.line) != 1:
        raise ValueError(f"{mutant.name}: the line is {text.count(mutant.line)} times in the file")
    path.write_text(text.replace(mutant.line, mutant.instead), encoding="utf-8")
    file, selection = mutant.tests
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    try:
        done = subprocess.run(
            [*command, file, "-k", selection],
            cwd=project,
            env={**os.environ, "PYTHONPATH": str(project)},
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:  # whoever runs the tests would notice
        return True
    if done.returncode not in (0, 1):
        said = f"{mutant.name}: pytest ended with {done.returncode}"
        raise ValueError(f"{said}: {done.stdout}{done.stderr}")
    return done.returncode == 1
