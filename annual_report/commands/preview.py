"""`preview`: show the pages, and make them again at each change."""

import argparse
import sys
from pathlib import Path

from annual_report.commands.arguments import (
    DONE,
    add_data,
    add_notebooks,
    found,
    pages,
)
from annual_report.errors import ParameterError
from annual_report.messages import _


def summary() -> str:
    """Say in a line what the command is for."""
    return _("show the pages, and make them again at each change")


def take(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to a parser."""
    add_data(parser)
    parser.add_argument("--out", metavar="DIR", help=_("where the pages go; build/NETWORK"))
    add_notebooks(parser)
    parser.add_argument("--port", type=int, default=8000, metavar="N", help=_("8000, or the next"))


def run(options: argparse.Namespace) -> int:
    """Do what was asked and return the exit status."""
    from annual_report.build.build import Job
    from annual_report.build.pages import SHIPPED, notebooks
    from annual_report.build.store import FolderStore
    from annual_report.commands.terminal.progress import reporter
    from annual_report.preview.preview import Preview
    from annual_report.publication.networks import network_job

    data = found(options.data)
    if not Path(data).is_dir():
        raise ParameterError(_("{data}: there is no such folder", data=options.data))
    if not 0 <= options.port <= 65535:
        raise ParameterError(_("a port is a number from 0 to 65535"))
    folders = [SHIPPED, *map(Path, options.notebooks)]
    store = FolderStore(pages(options))

    def job() -> Job:
        return network_job(data, store, notebooks(folders))

    def say(line: str) -> None:
        print(line, flush=True)

    Preview(job, [Path(data), *folders], options.port, say, lambda: reporter(sys.stdout)).run()
    return DONE
