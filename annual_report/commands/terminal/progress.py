"""What a build says as it goes: a line a page, as soon as it is there, then the sum."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from annual_report.build.asked import Event
from annual_report.commands.terminal.streams import silence
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
    counts = dict.fromkeys(("made", "same", "skipped", "failed", "removed"), 0)
    up_to_date: list[str] = []
    remarks: dict[str, None] = {}
    start = time.monotonic()

    def write(line: str) -> None:
        try:
            stream.write(f"{line}\n")
            stream.flush()  # whoever reads it through a pipe wants it now
        except OSError:  # nobody reads it, or its disk is full: the pages are made all the same
            silence(stream)

    def tell(event: Event) -> None:
        page = f"{event.network}/{event.page}" if several else event.page
        of_network = [_("{file}: {reason}", file=event.network, reason=line) if several else line
                      for line in event.said.splitlines()]  # fmt: skip
        if event.kind in counts:
            counts[event.kind] += 1
        if event.kind == "waiting":
            write(event.said)
        elif event.kind == "noted":
            remarks.update(dict.fromkeys(of_network))
        elif event.kind == "kept":
            write(_("{file}: {reason}", file=page, reason=event.said))
        elif event.kind == "skipped":
            up_to_date.append(page)
        elif event.page:
            words = {
                "made": _("built"),
                "same": _("says the same"),
                "failed": _("failed"),
                "removed": _("removed"),
            }[event.kind]
            write(_("{page}: {what} ({why})", page=page, what=words, why=event.said))
        else:
            write("\n".join(of_network))
        if event.more and debug:
            write(event.more)

    yield tell
    if len(up_to_date) > MANY:
        up_to_date = [_("{n} pages up to date", n=len(up_to_date))]
    else:
        up_to_date = [_("{page}: up to date", page=page) for page in up_to_date]
    for line in (*up_to_date, *remarks):
        write(line)
    write(
        _(
            "built: {made}, up to date: {skipped}, failed: {failed}, in {seconds:.0f} s",
            seconds=time.monotonic() - start,
            made=counts["made"],
            skipped=counts["skipped"] + counts["same"],
            failed=counts["failed"],
        )
    )
