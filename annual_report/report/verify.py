"""The proof of a page: the page is made again from the data, elsewhere, and compared.

The verified page is never run. The foot of a page has a few hashes of its sources, which tell why
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
from annual_report.report.publication.giving_out import to_sent_form
from annual_report.report.publication.networks import find_networks, make_network_job

FOLD = re.compile(r'<details class="proof">.*?</details>', re.DOTALL)
ROW = re.compile(r'<dt>([^<]*)</dt><dd data-of="(\w+)">([^<]*)</dd>')
NAME = re.compile(r"[\w-]+(?:/[\w-]+)?")
"""A page's name."""
AROUND = 4
"""Words that are said before and after those that differ."""


class _Verdict(NamedTuple):
    """Whether a page is the same as a new page of the same data; if not, the differences."""

    same: bool
    lines: tuple[str, ...] = ()


def verify_page(file: Path, data: str) -> _Verdict:
    """Make a page again of the network in a folder, and compare every byte, but for line endings.

    Raise ParameterError where there is no such page or no network, ReportError where the data make
    no page of that name.
    """
    try:
        page = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise ParameterError(_("{file}: is no page that can be read", file=file)) from None
    made_of = _read_foot(page)
    name = made_of.get("page", ("", ""))[1]
    if not NAME.fullmatch(name):
        line = _("{file}: doesn’t say of what it was made; a page of this program does, as HTML",
                 file=file)  # fmt: skip
        raise ParameterError(line)
    with TemporaryDirectory(prefix="ar-") as folder:
        made = _make_again(name, data, Path(folder))
    # A page that was sent says so in its foot: the same is done to this one.
    sent = to_sent_form(made)
    made = sent if _read_foot(sent).get("form") == made_of.get("form") else made
    return _Verdict(True) if page == made else _Verdict(False, (*_list_differences(page, made),))


def _read_foot(page: str) -> dict[str, tuple[str, str]]:
    """Return the hashes in the foot of a page: by kind, the word and the hash."""
    fold = FOLD.search(page)
    return {kind: (word, value) for word, kind, value in ROW.findall(fold[0] if fold else "")}


def _make_again(name: str, data: str, folder: Path) -> str:
    """Return the page of that name, made of a network."""
    try:
        (network,) = find_networks(data)
    except (DataError, ValueError):
        line = _("{data}: here are no data of one network, and without them no page can be "
                 "verified: name their folder with --data", data=data)  # fmt: skip
        raise ParameterError(line) from None
    told: list[Event] = []
    job = make_network_job(network, folder, read_notebooks())
    build_jobs([job], Options(pages=(name,)), told.append)
    try:
        return (folder / f"{name}.html").read_text(encoding="utf-8")
    except FileNotFoundError:
        why = "\n".join(event.said for event in told if event.kind == "failed")
        line = _("these data make no page “{page}”", page=name)
        raise ReportError(f"{line}\n{why}".rstrip()) from None


def _list_differences(page: str, made: str) -> Iterator[str]:
    """Yield the differences between two pages: in the sources, in the words, or in the rest."""
    theirs, ours = _read_foot(page), _read_foot(made)
    for kind, (word, value) in ours.items():
        other = theirs.get(kind, ("", "?"))[1]
        if value != other:
            yield _(
                "{what}: {theirs} in the page, {ours} here", what=word, theirs=other, ours=value
            )
    words = [*_compare_words(to_markdown(page), to_markdown(made))]
    yield from words or [_("all words are the same; drawings, styles or links differ")]
    yield _("made again with: {versions}", versions=_say_versions(list_environment()))


def _compare_words(page: str, made: str) -> Iterator[str]:
    """Yield the words that differ as git does, [-in the page-]{+made again+}, with some around."""
    theirs, ours = page.split(), made.split()
    matcher = SequenceMatcher(None, theirs, ours, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind != "equal":
            gone = f"[-{' '.join(theirs[start:end])}-]" if end > start else ""
            come = f"{{+{' '.join(ours[first:last])}+}}" if last > first else ""
            before, after = theirs[max(start - AROUND, 0) : start], theirs[end : end + AROUND]
            yield " ".join(["…", *before, gone + come, *after, "…"])


def _say_versions(environment: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {environment[name]}" for name in ("Python", "matplotlib", "pandas"))
