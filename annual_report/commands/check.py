"""`check`: say everything that is wrong with the data."""

import argparse
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from annual_report.commands.arguments import DONE, WRONG, add_data
from annual_report.messages import _

if TYPE_CHECKING:
    from annual_report.reading.problems import Problem


def summary() -> str:
    """Say in a line what the command is for."""
    return _("say everything that is wrong with the data")


def take(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to a parser."""
    add_data(parser)
    said = _("for people or machines")
    parser.add_argument("--format", choices=("text", "json"), default="text", help=said)


def run(options: argparse.Namespace) -> int:
    """Do what was asked and return the exit status."""
    from dataclasses import replace

    from annual_report.commands.refused import refused
    from annual_report.commands.terminal.telling import as_json, told
    from annual_report.reading.inspection import inspect_package

    inspection = inspect_package(options.data)
    if inspection.package:
        unpublishable = refused(inspection.package, inspection.tables, options.data)
        said = (*inspection.problems, *unpublishable, *_phrases(inspection.package.phrases))
        inspection = replace(inspection, problems=said)
    if options.format == "json":
        sys.stdout.write(as_json(inspection) + "\n")
        return WRONG if inspection.errors else DONE
    sys.stdout.writelines(f"{line}\n" for line in told(inspection))
    if inspection.errors:
        return WRONG
    sys.stdout.write(_("{data}: no error", data=options.data) + "\n")
    return DONE


def _phrases(own: Mapping[str, str]) -> "Iterator[Problem]":
    """Say what is wrong with a network's own phrases, and what they leave out."""
    if not own:
        return  # most networks have none, and the engine of phrases takes a while to come in
    from annual_report.phrases import check_phrase
    from annual_report.reading.files.package_files import PHRASES
    from annual_report.reading.problems import Place, Problem

    for name, source in own.items():
        for line, what in check_phrase(name, source):
            place = Place(f"{PHRASES}/{name}.md", line or None)
            yield Problem(place, what, severity="error" if line else "remark")
