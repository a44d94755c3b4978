"""What several commands take: a network's folder, and numbers within reason."""

import argparse
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from annual_report.errors import ParameterError
from annual_report.messages import _
from annual_report.project import INSTALLED
from annual_report.reading.files.package_files import DESCRIPTOR, find_package, locate_package

if TYPE_CHECKING:
    from annual_report.build.pages import Notebook

DONE, WRONG = 0, 1
"""The exit status of a command that did all that was asked, and of one that found a fault."""

MOST = 1_000_000
"""Of processes, seconds or MiB; systems refuse more in words that say nothing."""
DATA = "data/departements-participatifs"
"""The network of a clone."""
USUAL = ".reseau"
"""A file here that names the network that commands are about; `use` writes it."""


def default_data() -> str:
    """Return the folder of the network that commands are about unless they say.

    It is the one that `use` has named here, or this folder, or the one network that is in it; in a
    clone, else, the clone's own. Where there is none, this folder is what they won't find one in.
    """
    with suppress(OSError):
        if named := Path(USUAL).read_text(encoding="utf-8").strip():
            return named
    inside = _inside()
    if Path(DESCRIPTOR).is_file() or len(inside) > 1:
        return "."
    if inside:
        return inside[0]
    return "." if INSTALLED else DATA


def _inside(folder: str = ".") -> list[str]:
    """Return the folders of networks in a folder."""
    return sorted(path.parent.as_posix() for path in Path(folder).glob(f"*/{DESCRIPTOR}"))


def refuse_several(options: argparse.Namespace) -> None:
    """Raise ParameterError for a command about one network, in a folder that holds several."""
    folder = getattr(options, "data", None)
    if not isinstance(folder, str) or (Path(folder) / DESCRIPTOR).is_file():
        return
    inside = _inside(folder)
    if len(inside) > 1:
        raise ParameterError(
            _(
                "several networks are here, {names}: say which with --data, "
                "or once for all with “use”",
                names=", ".join(inside),
            )
        )


def whole_number(text: str) -> int:
    """Read a number from one up; its name is what argparse calls it."""
    if not 1 <= int(text) <= MOST:
        said = _("“{value}” is not a number from 1 to {most}", value=text, most=MOST)
        raise argparse.ArgumentTypeError(said)
    return int(text)


def amount(text: str) -> float:
    """Read a number above zero; its name is what argparse calls it."""
    if not 0 < float(text) <= MOST:
        said = _("“{value}” is not a number above zero, to {most}", value=text, most=MOST)
        raise argparse.ArgumentTypeError(said)
    return float(text)


def add_data(parser: argparse.ArgumentParser) -> None:
    """Let a command be told whose data it is about."""
    parser.add_argument(
        "--data", default=default_data(), metavar="DIR", help=_("the network's folder")
    )


def usual_workbook(data: str) -> str:
    """Return the name of a network's workbook, here: that of its folder."""
    return f"{locate_package(data).resolve().name}.xlsx"


def pages(options: argparse.Namespace) -> Path:
    """Return where the pages of one network are: as asked, or under its name."""
    from annual_report.publication.snapshot import package_name

    return Path(options.out or f"build/{package_name(found(options.data))}")


def found(address: str) -> str:
    """Find a relative folder from here, or else from the project's root."""
    return str(find_package(address))


def add_notebooks(parser: argparse.ArgumentParser) -> None:
    """Add the option that names folders of notebooks."""
    said = _("a folder of notebooks; with --data, beside the project’s own")
    parser.add_argument("--notebooks", action="append", metavar="DIR", default=[], help=said)


def known_notebooks(options: argparse.Namespace) -> "Mapping[str, Notebook]":
    """Return the project's notebooks, and those of the folders that are asked for."""
    from annual_report.build.pages import SHIPPED, notebooks

    return notebooks([SHIPPED, *map(Path, options.notebooks)])
