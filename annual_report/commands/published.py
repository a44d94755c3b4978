"""What was published: `diff` compares it, `verify` proves it, `extract` takes its data out."""

import argparse
from pathlib import Path

from annual_report.base.errors import ParameterError, ReportError, say_error
from annual_report.base.messages import N_, _
from annual_report.commands.arguments import DONE, WRONG, Command, add_data, read_path
from annual_report.commands.terminal import Parser, say_lines
from annual_report.network.reading.files.package_files import find_package


def _add_diff(parser: Parser) -> None:
    parser.epilog = _("exit status: 0 whether or not something differs, 1 if a build can't be read")
    add = parser.add_argument
    add("before", type=read_path, metavar="A", help=_("a build's folder, or a year"))
    add("after", type=read_path, metavar="B", help=_("another one"))
    add_data(parser)
    add("--out", type=read_path, metavar="DIR", help=_("the build of the years; build/NETWORK"))
    add("--html", type=read_path, metavar=_("FILE"), help=_("write a page instead of lines"))


def _run_diff(options: argparse.Namespace) -> int:
    from annual_report.base.whole_file import write_whole_file
    from annual_report.report.compare.difference import compare_builds, compare_years, is_year
    from annual_report.report.compare.telling import tell_difference, write_page
    from annual_report.report.publication.networks import name_build

    if is_year(options.before) != is_year(options.after):
        raise ParameterError(_("give two years or two folders; write ./2025 for a folder"))
    if is_year(options.before):
        build = options.out or name_build(str(find_package(options.data)))
        difference = compare_years(Path(build), options.before, options.after)
    else:
        difference = compare_builds(Path(options.before), Path(options.after))
    if options.html:
        page = Path(options.html)
        page.parent.mkdir(parents=True, exist_ok=True)
        write_whole_file(page, write_page(difference).encode())
        print(_("{file}: written", file=options.html))
    else:
        say_lines(tell_difference(difference))
    return DONE


def _add_verify(parser: Parser) -> None:
    parser.epilog = _("exit status: 0 if each page is what its data make, 1 if one isn’t")
    add = parser.add_argument
    add("pages", type=read_path, nargs="+", metavar="PAGE", help=_("a page, as HTML"))
    said = _("a folder whose notebooks, phrases, style and pictures may be run and shown")
    add("--with", type=read_path, dest="folder", metavar="DIR", help=said)


def _run_verify(options: argparse.Namespace) -> int:
    from annual_report.report.verify import verify_page

    status = DONE
    for page in options.pages:
        try:
            right, lines = verify_page(Path(page), Path(options.folder) if options.folder else None)
        except (ReportError, OSError) as error:
            right, lines = False, (say_error(error),)
        said = _("is what its data make") if right else _("is not proven")
        print(_("{where}: {said}", where=page, said=said), *lines, sep="\n  ")
        status = status if right else WRONG
    return status


def _add_extract(parser: Parser) -> None:
    parser.add_argument("page", type=read_path, metavar="PAGE", help=_("a page, as HTML"))
    said = _("a new or empty folder")
    parser.add_argument("folder", type=read_path, metavar=_("FOLDER"), help=said)


def _run_extract(options: argparse.Namespace) -> int:
    from annual_report.report.verify import extract_page

    carried = extract_page(Path(options.page), Path(options.folder))
    count = len(carried.files)
    print(
        _("{folder}: {count} files", folder=options.folder, count=count),
        *(_("{name} is not in the page", name=name) for name in carried.named),
        sep="\n  ",
    )
    return DONE


COMMANDS = {
    "diff": Command(
        N_("say what differs between two builds, or two years of one"), _add_diff, _run_diff
    ),
    "verify": Command(
        N_("say whether a page is what the data that it carries make"), _add_verify, _run_verify
    ),
    "extract": Command(
        N_("write the data and the notebook that a page carries into a folder"),
        _add_extract,
        _run_extract,
    ),
}
