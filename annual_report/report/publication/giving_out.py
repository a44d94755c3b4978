"""What of a network's build is sent: the pages of a year that people print, under names that tell.

    departements-participatifs-2025-affiche.html  .pdf  .png
    departements-participatifs-2025.html          .pdf
    departements-participatifs/                   every page, where all are asked for

Pages are sent in a form that leads to what is sent with them alone: see `pages.export.sent`.
"""

import re
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

from annual_report.base.errors import ReportError
from annual_report.base.letters import make_slug
from annual_report.base.messages import _
from annual_report.base.whole_file import write_whole_file
from annual_report.machine.making.pages import Notebook, list_reports
from annual_report.machine.making.records import Records
from annual_report.machine.making.store import FolderStore
from annual_report.machine.pages.export.sent import to_sent_form
from annual_report.machine.run.tasks import Report


def choose_reports(
    notebooks: Mapping[str, Notebook], finished: Sequence[int], asked: Sequence[int]
) -> list[Report]:
    """Return the reports that are sent: of the years asked for, else of the last finished one.

    Raise ReportError for a year that is still a draft, and where none is finished.
    """
    if wrong := [str(year) for year in asked if year not in finished]:
        line = _("{years}: only finished years are given out", years=", ".join(wrong))
        raise ReportError(line)
    if not finished:
        line = _("no year is finished yet: nothing is given out; build alone says what is lacking")
        raise ReportError(line)
    every = list_reports(notebooks, {"year": tuple(asked or finished[-1:])})
    return [each for each in every if each.each == "year" and each.paper]


def give_out_reports(
    build: Path,
    folder: Path,
    network: str,
    sent: Sequence[Report],
    printing: Mapping[str, Callable[[str], bytes]],
) -> Iterator[str]:
    """Write the reports that are sent into a folder, and yield the files' names.

    `printing` has what makes a page's PDF and picture, by their endings; where there is no browser
    it is empty. What was made of the very same page stays.
    """
    names = {each.page: f"{make_slug(network)}-{each.page}" for each in sent}
    folder.mkdir(parents=True, exist_ok=True)
    for report in sent:
        html = to_sent_form((build / report.page).read_text(encoding="utf-8"), names).encode()
        page = folder / names[report.page]
        is_same = page.is_file() and page.read_bytes() == html
        yield page.name
        for suffix in report.paper:
            made = page.with_suffix(suffix)
            if not is_same:
                made.unlink(missing_ok=True)  # it is of another page
            if suffix in printing:
                if not made.is_file():
                    write_whole_file(made, printing[suffix](html.decode()))
                yield made.name
        write_whole_file(page, html)  # last: it says that the others are of it


def give_out_pages(
    build: Path, folder: Path, network: str, drafts: Collection[int] = ()
) -> Iterator[str]:
    """Copy what a build has made into a folder of its own, and yield the files' names.

    The years that are drafts stay behind, as does what a build keeps for itself; what the folder
    holds besides is left as it is.
    """
    for name, record in sorted(Records(FolderStore(build)).known.items()):
        year = re.match(r"\d{4}(?!\d)", name)  # how the pages of a year begin
        if year is None or int(year[0]) not in drafts:
            for file in sorted(record.outputs):
                target = folder / make_slug(network) / file
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(build / file, target)
                yield target.relative_to(folder).as_posix()
