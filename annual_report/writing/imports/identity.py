"""Finding the network that a workbook is of, by the identity that both carry."""

from collections.abc import Iterator
from pathlib import Path

from annual_report.errors import ParameterError
from annual_report.messages import _
from annual_report.project import INSTALLED, ROOT
from annual_report.reading.descriptor import read_descriptor
from annual_report.reading.files.package_files import DESCRIPTOR, find_package
from annual_report.reading.files.workbooks.sheets import ORIGIN_SHEET
from annual_report.writing.imports.sheets_taken import sheets_of
from annual_report.writing.workbooks.origin import identity, read_origin


def network_of_workbook(workbook: Path, usual: str) -> str:
    """Return the folder of the network that a workbook says it is of.

    It is looked for where networks are: it may be the usual one, or one beside it, in `data` here,
    beside the workbook, or in the project. Raise ParameterError if the workbook doesn't say, or if
    none is found, or several in one place.
    """
    origin = read_origin(sheets_of(workbook).get(ORIGIN_SHEET))
    if origin is None:
        raise ParameterError(
            _(
                "{file} does not say whose it is: add --data and the network's folder",
                file=workbook.name,
            )
        )
    found: list[Path] = []
    for folders in _places(workbook, find_package(usual)):
        found = found or [each for each in folders if _identity(each) == origin.network]
    if len(found) == 1:
        return str(found[0])
    if found:
        line = _(
            "{file} is of {title}, which is in several folders: {folders}; add --data and one",
            file=workbook.name,
            title=origin.title,
            folders=", ".join(map(str, found)),
        )
    else:
        line = _(
            "{file} is of {title}, which is not found here: add --data and its folder",
            file=workbook.name,
            title=origin.title,
        )
    raise ParameterError(line)


def _places(workbook: Path, usual: Path) -> Iterator[list[Path]]:
    """Give the networks of each place where one may be, the nearest place first."""
    yield [usual] if (usual / DESCRIPTOR).exists() else []
    shipped = [] if INSTALLED else [ROOT / "data"]
    for place in (usual.parent, Path("data"), workbook.parent, Path(), *shipped):
        yield sorted(path.parent for path in place.glob(f"*/{DESCRIPTOR}"))


def _identity(folder: Path) -> str | None:
    descriptor, _schemas, _problems = read_descriptor(folder)
    return identity(descriptor) if descriptor else None
