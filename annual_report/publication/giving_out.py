"""What of a network's build is sent: the pages of a year that people print, under names that tell.

    departements-participatifs-2025-affiche.html  .pdf  .png
    departements-participatifs-2025.html          .pdf
    departements-participatifs/                   every page, where all are asked for

A page that is sent leads to the others that are sent with it; what else it leads to in its build
is not there, and stands as plain words.
"""

import re
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

from annual_report.build.pages import Notebook, list_reports
from annual_report.build.records import Records
from annual_report.build.store import FolderStore
from annual_report.errors import ReportError
from annual_report.letters import make_slug
from annual_report.messages import _
from annual_report.pages.export.carried import say_sent
from annual_report.run.tasks import Report

NAVIGATION = re.compile(r'<nav class="site".*?</nav>', re.DOTALL)
ITEM = re.compile(r'\n?<li><a\b[^>]*?\shref="([^"#:]*)(?:#[^"]*)?"[^>]*>.*?</a></li>', re.DOTALL)
LINK = re.compile(r'<a\b([^>]*?)\shref="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
HEAD_LINK = re.compile(r'\n?<link\b[^>]*\shref="(?![a-z]+:|#)[^"]*"[^>]*>')


def to_sent_form(html: str, names: Mapping[str, str]) -> str:
    """Return a page as it is sent: `names` has the new names of those that are sent, by the old.

    Links to other files of the build are plain words; what only leads there goes.
    """

    def shorten_navigation(found: re.Match[str]) -> str:
        return ITEM.sub(lambda entry: entry[0] if entry[1] in names else "", found[0])

    def lead_link(found: re.Match[str]) -> str:
        before, address, after, words = found.groups()
        file, mark, place = address.partition("#")
        if not file or ":" in file:  # it leads to a place in this page, or to another site
            return found[0]
        if file not in names:  # it is in the build alone
            return words
        words = words.replace(file, names[file])  # where a page is called by its address
        return f'<a{before} href="{names[file]}{mark}{place}"{after}>{words}</a>'

    # The navigation first: an entry of its list goes whole, where elsewhere words stay.
    html = NAVIGATION.sub(shorten_navigation, say_sent(html, names))
    return HEAD_LINK.sub("", LINK.sub(lead_link, html))


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
        raise ReportError(_("no year is finished yet: nothing is given out"))
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
                    made.write_bytes(printing[suffix](html.decode()))
                yield made.name
        page.write_bytes(html)  # last: it says that the others are of it


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
