"""The progress of a build on the terminal: a line a page, at once, then the sum."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from annual_report.base.messages import _
from annual_report.commands.terminal import say_lines
from annual_report.machine.making.job import Event


@contextmanager
def report_progress(several: bool = False) -> Iterator[Callable[[Event], None]]:
    """Return a function that prints a build's events as they come, then sum the events up.

    With `several` networks, the network's name stands before the page's.
    """
    counts: Counter[str] = Counter()
    remarks: dict[str, None] = {}
    start = time.monotonic()
    words = {"made": _("built"), "failed": _("failed"), "removed": _("removed")}

    def tell(event: Event) -> None:
        counts[event.kind] += 1
        page = f"{event.network}/{event.page}" if several else event.page
        lines = [_("{file}: {reason}", file=event.network, reason=line) if several else line
                 for line in event.said.splitlines()]  # fmt: skip
        # Remarks wait for the end, and are told once for all networks.
        if event.kind == "noted":
            remarks.update(dict.fromkeys(lines))
        elif event.kind == "kept":
            say_lines([_("{file}: {reason}", file=page, reason=event.said)])
        elif event.kind in words and event.page:
            line = _("{page}: {what}", page=page, what=words[event.kind])
            reasons = " – ".join(event.said.splitlines())
            say_lines([f"{line} ({reasons})" if reasons else line])
        elif event.kind != "skipped":
            say_lines(lines)

    yield tell
    total = _(
        "built: {made}, up to date: {skipped}, failed: {failed}, in {seconds:.0f} s",
        made=counts["made"],
        skipped=counts["skipped"],
        failed=counts["failed"],
        seconds=time.monotonic() - start,
    )
    say_lines([*remarks, total])
