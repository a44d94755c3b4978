"""Finding the network that a workbook is of, by the identity that both carry."""

from pathlib import Path

from annual_report import ROOT
from annual_report.errors import ParameterError
from annual_report.messages import _
from annual_report.reading.descriptor import read_descriptor
from annual_report.reading.files.package_files import DESCRIPTOR
from annual_report.writing.importing import sheets_of
from annual_report.writing.origin import ORIGIN_SHEET, identity, read_origin


def network_of_workbook(workbook: Path, usual: str) -> str:
    """Return the folder of the network that a workbook says it is of.

    It is looked for where networks usually are: `usual` and its neighbours, `data` here and in the
    project, the workbook's own folder. Raise ParameterError if the workbook doesn't say, or if
    none or several are found.
    """
    origin = read_origin(sheets_of(workbook).get(ORIGIN_SHEET))
    if origin is None:
        raise ParameterError(
            _(
                "{file} does not say whose it is: add --data and the network's folder",
                file=workbook.name,
            )
        )
    found = [folder for folder in _folders(workbook, usual) if _identity(folder) == origin.network]
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


def _folders(workbook: Path, usual: str) -> list[Path]:
    places = [Path(usual).parent, Path("data"), ROOT / "data", workbook.parent, Path()]
    found = {
        descriptor.parent.resolve(): descriptor.parent
        for place in reversed(places)
        for descriptor in (*place.glob(f"*/{DESCRIPTOR}"), *place.glob(DESCRIPTOR))
    }
    return sorted(found.values())


def _identity(folder: Path) -> str | None:
    descriptor, _schemas, _problems = read_descriptor(folder)
    return identity(descriptor) if descriptor else None
