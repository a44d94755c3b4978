"""The proof of a page: the page is made again from the data, elsewhere, and compared.

The verified page is never run. The head of a page has a few hashes of its sources, which tell why
two pages differ.
"""

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from annual_report.base.errors import DataError, ParameterError, ReportError
from annual_report.base.messages import _
from annual_report.base.program import list_environment
from annual_report.machine.making.build import build_jobs
from annual_report.machine.making.job import Event, Options
from annual_report.machine.making.pages import read_notebooks
from annual_report.machine.pages.export.markdown import to_markdown
from annual_report.machine.pages.language import page_word
from annual_report.report.publication.giving_out import to_sent_form
from annual_report.report.publication.networks import find_networks, make_network_job

# A pattern, and no parser: the template writes the head, and a page of another form isn't verified.
META_OF_SOURCE = re.compile(r'<meta name="made-of-(\w+)" content="([^"]*)">')
"""A line of a page's head that tells of what the page was made: the kind of source, the hash."""
# A stranger's page names the file to make: a name with ".." would lead out of the folder.
NAME = re.compile(r"[\w-]+(?:/[\w-]+)?")
"""A page's name: "2025", or "membres/gers"."""
WORDS_AROUND = 4
"""The number of equal words that are printed before and after words that differ."""


class _Verdict(NamedTuple):
    """Whether a page is the same as a new page of the same data; if not, the differences."""

    same: bool
    lines: tuple[str, ...] = ()


def verify_page(file: Path, data: str) -> _Verdict:
    """Make the page in a file again from the data in a folder, and return whether both are equal.

    Every byte is compared, but for line endings. Raise ParameterError where there is no such page
    or no network, ReportError where the data make no page of that name.
    """
    try:
        page = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise ParameterError(_("{file}: is no page that can be read", file=file)) from None
    sources = _read_sources(page)
    name = sources.get("page", "")
    if not NAME.fullmatch(name):
        line = _(
            "{file}: doesn’t say of what it was made; a page of this program does, as HTML",
            file=file,
        )
        raise ParameterError(line)
    with TemporaryDirectory(prefix="ar-") as folder:
        new_page = _make_again(name, data, Path(folder))
    # In a page that was made for sending, links to the files beside it were left out, and its head
    # says so. It is compared with the new page in that form.
    sent_form = to_sent_form(new_page)
    if _read_sources(sent_form).get("form") == sources.get("form"):
        new_page = sent_form
    if page == new_page:
        return _Verdict(same=True)
    return _Verdict(same=False, lines=tuple(_list_differences(page, new_page)))


def _read_sources(page: str) -> dict[str, str]:
    """Return the facts in the head of a page that tell of what it was made.

    {"page": "2025", "data": "8c1f…", "program": "annual-report 0.2.0 (…)", "form": "made"}; {} for
    a page of another program.
    """
    head, _end, _body = page.partition("</head>")
    return dict(META_OF_SOURCE.findall(head))


def _make_again(name: str, data: str, folder: Path) -> str:
    """Make the page `name` of the network in the folder `data`, and return the HTML.

    The build writes into `folder`, which is empty: no file of an earlier build is compared. Raise
    ParameterError for a folder that holds no network or several, ReportError for a page that the
    data don't make.
    """
    try:
        # With several networks in the folder, this line raises ValueError.
        (network,) = find_networks(data)
    except (DataError, ValueError):
        line = _(
            "{data}: here are no data of one network, and without them no page can be verified: "
            "name their folder with --data",
            data=data,
        )
        raise ParameterError(line) from None
    events: list[Event] = []
    job = make_network_job(network, folder, read_notebooks())
    build_jobs([job], Options(pages=(name,)), events.append)
    try:
        return (folder / f"{name}.html").read_text(encoding="utf-8")
    except FileNotFoundError:
        lines = [_("these data make no page “{page}”", page=name)]
        for event in events:
            if event.kind == "failed":
                lines.append(event.said)
        raise ReportError("\n".join(lines).rstrip()) from None


def _list_differences(page: str, new_page: str) -> Iterator[str]:
    """Yield the differences between two pages: in the sources, in the words, or in the rest.

    `page` is the HTML of the verified page, `new_page` that of the page which was made again. The
    lines are for a user: "Data: 8c1f… in the page, 03ab… here".
    """
    sources = _read_sources(page)
    for kind, new_source in _read_sources(new_page).items():
        source = sources.get(kind, "?")
        if source != new_source:
            yield _(
                "{what}: {theirs} in the page, {ours} here",
                what=page_word(f"made_of_{kind}"),
                theirs=source,
                ours=new_source,
            )
    yield from _tell_words(page, new_page)
    yield _("made again with: {versions}", versions=_say_versions(list_environment()))


def _tell_words(page: str, new_page: str) -> Iterator[str]:
    """Yield a line for each place where the words of two pages differ, or a line that none does."""
    # In Markdown the pages have no tags: only their words are compared.
    try:
        words = to_markdown(page)
    # A stranger's page may have thousands of elements inside each other; the new page has not.
    except RecursionError:
        yield _("the words can’t be compared: the page’s elements are nested too deeply")
        return
    differences = list(_compare_words(words, to_markdown(new_page)))
    if differences:
        yield from differences
    else:
        yield _("all words are the same; drawings, styles or links differ")


def _compare_words(text: str, new_text: str) -> Iterator[str]:
    """Yield a line for each place where the words of two texts differ, in git's signs.

    "les 17 départements du groupe", "les 17 membres du groupe" → "… les 17
    [-départements-]{+membres+} du groupe …"
    """
    words = text.split()
    new_words = new_text.split()
    # Without `autojunk=False` the words that a long page repeats would be passed over.
    matcher = SequenceMatcher(None, words, new_words, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        change = ""
        if end > start:
            change += f"[-{' '.join(words[start:end])}-]"
        if new_end > new_start:
            change += f"{{+{' '.join(new_words[new_start:new_end])}+}}"
        before = words[max(start - WORDS_AROUND, 0) : start]
        after = words[end : end + WORDS_AROUND]
        yield " ".join(["…", *before, change, *after, "…"])


def _say_versions(environment: Mapping[str, str]) -> str:
    """Return the versions of Python, matplotlib and pandas: drawings differ most by these.

    "Python 3.13.1, matplotlib 3.10.0, pandas 2.3.0"; `environment` is name → version.
    """
    names = ("Python", "matplotlib", "pandas")
    return ", ".join(f"{name} {environment[name]}" for name in names)
