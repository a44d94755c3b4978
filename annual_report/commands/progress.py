"""What a build says as it goes: a line a page, as soon as it is there, then the sum."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from annual_report.base.messages import _
from annual_report.commands.terminal import say_lines
from annual_report.machine.making.job import Event

MANY = 20
"""Above this number of pages that are up to date they are counted, not listed."""


@contextmanager
def report_progress(
    several: bool = False, debug: bool = False
) -> Iterator[Callable[[Event], None]]:
    """Give a function that tells a build's events as they come, then sum them up.

    A page of one among `several` networks is told with the network's name before its own.
    Tracebacks are told with `debug` alone.
    """
    counts: Counter[str] = Counter()
    up_to_date: list[str] = []
    remarks: dict[str, None] = {}
    start = time.monotonic()
    words = {"made": _("built"), "failed": _("failed"), "removed": _("removed")}

    def tell(event: Event) -> None:
        page = f"{event.network}/{event.page}" if several else event.page
        of_network = [_("{file}: {reason}", file=event.network, reason=line) if several else line
                      for line in event.said.splitlines()]  # fmt: skip
        counts[event.kind] += 1
        # What needs no haste waits for the end, remarks once for all networks.
        if event.kind == "noted":
            remarks.update(dict.fromkeys(of_network))
        elif event.kind == "skipped":
            up_to_date.append(_("{page}: up to date", page=page))
        # The rest is told as it comes: what a notebook keeps, what became of a page or a network.
        elif event.kind == "kept":
            say_lines([_("{file}: {reason}", file=page, reason=event.said)])
        elif event.page:
            line = _("{page}: {what}", page=page, what=words[event.kind])
            say_lines([f"{line} ({event.said})" if event.said else line])
        else:
            say_lines(of_network)
        if event.trace and debug:
            say_lines(event.trace.splitlines())

    yield tell
    if len(up_to_date) > MANY:
        up_to_date = [_("{n} pages up to date", n=len(up_to_date))]
    total = _(
        "built: {made}, up to date: {skipped}, failed: {failed}, in {seconds:.0f} s",
        made=counts["made"],
        skipped=counts["skipped"],
        failed=counts["failed"],
        seconds=time.monotonic() - start,
    )
    say_lines([*up_to_date, *remarks, total])
