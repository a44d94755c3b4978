"""What a build says as it goes: a line a page, and a bar of progress where there is a terminal."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from annual_report.build.events import Event
from annual_report.commands.terminal.filtering import printable
from annual_report.commands.terminal.silence import silence
from annual_report.messages import _

MANY = 20
"""Above this number of pages that are up to date they are counted, not listed."""


@contextmanager
def reporter(
    stream: TextIO, several: bool = False, debug: bool = False
) -> Iterator[Callable[[Event], None]]:
    """Give a function that tells a build's events as they come, then sum them up.

    A page of one among several networks is told with the network's name before its own. Tracebacks
    are told to who debugs.
    """
    lines = _Lines(stream, several, debug)
    if not stream.isatty():
        yield lines.tell
        lines.sum_up()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    # The bar itself is drawn by commands to the terminal; lines go through the filter.
    console = Console(file=getattr(stream, "unfiltered", stream), highlight=False, soft_wrap=True)
    with Progress(*columns, console=console, transient=True) as progress:
        lines.write = lambda line: console.print(printable(line), markup=False)
        bar = progress.add_task(_("Pages"), total=None)
        total = 0

        def tell(event: Event) -> None:
            nonlocal total
            lines.tell(event)
            if event.kind == "planned":
                total += event.total
                progress.update(bar, total=total)
            elif event.page and event.kind in ("made", "same", "failed", "skipped"):
                progress.advance(bar)

        yield tell
    lines.sum_up()


def _write_line(stream: TextIO, line: str) -> None:
    try:
        stream.write(f"{line}\n")
        stream.flush()  # whoever reads it through a pipe wants it now
    except OSError:  # nobody reads it, or its disk is full: the pages are made all the same
        silence(stream)


class _Lines:
    """Writes events as plain lines, and counts them."""

    def __init__(self, stream: TextIO, several: bool, debug: bool) -> None:
        self._several = several
        self._debug = debug
        self.write: Callable[[str], object] = lambda line: _write_line(stream, line)
        self._counts = dict.fromkeys(("made", "same", "skipped", "failed", "removed"), 0)
        self._up_to_date: list[str] = []
        self._remarks: dict[str, None] = {}
        self._start = time.monotonic()

    def tell(self, event: Event) -> None:
        if event.kind == "planned":
            return
        if event.kind == "waiting":
            self.write(event.said)
            return
        page = f"{event.network}/{event.page}" if self._several else event.page
        if event.kind == "kept":
            self.write(_("{file}: {reason}", file=page, reason=event.said))
            return
        if event.kind == "noted":
            said = _("{file}: {reason}", file=event.network, reason=event.said)
            self._remarks[said if self._several else event.said] = None
            return
        self._counts[event.kind] += 1
        if event.kind == "skipped":
            self._up_to_date.append(page)
            return
        words = {
            "made": _("built"),
            "same": _("says the same"),
            "failed": _("failed"),
            "removed": _("removed"),
        }[event.kind]
        if event.page:
            self.write(_("{page}: {what} ({why})", page=page, what=words, why=event.said))
        elif self._several:
            for line in event.said.splitlines():
                self.write(_("{file}: {reason}", file=event.network, reason=line))
        else:
            self.write(event.said)
        if event.more and self._debug:
            self.write(event.more)

    def sum_up(self) -> None:
        skipped = self._up_to_date
        if skipped and len(skipped) <= MANY:
            for page in skipped:
                self.write(_("{page}: up to date", page=page))
        elif skipped:
            self.write(_("{n} pages up to date", n=len(skipped)))
        for line in self._remarks:
            self.write(line)
        seconds = time.monotonic() - self._start
        counts = self._counts
        self.write(
            _(
                "built: {made}, up to date: {skipped}, failed: {failed}, in {seconds:.0f} s",
                seconds=seconds,
                made=counts["made"],
                skipped=counts["skipped"] + counts["same"],
                failed=counts["failed"],
            )
        )
