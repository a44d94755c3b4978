"""One network to build into one place: what there is to make, and in what state its pages are."""

import json
from collections.abc import Iterator, Sequence
from functools import cached_property

from annual_report.build.fingerprint import (
    Fingerprint,
    digest,
    fingerprint,
    fingerprint_of,
    program_digest,
)
from annual_report.build.ledger import (
    FOLDER,
    forget,
    known,
    record_name,
    why_build,
    write_record,
)
from annual_report.build.snapshot import Snapshot, find_packages, package_name, take_snapshot
from annual_report.build.store import Store, open_store
from annual_report.build.tasks import INDEX, Failed, Made, Outline, Report, State, is_error_page
from annual_report.errors import ParameterError
from annual_report.messages import _

OUTLINE = "outline"
"""The record of what a network holds; it spares a look at the data when nothing changed."""

ORPHANS = "orphans"
"""What stands in `failures` for pages that the data no longer hold and that can't be removed."""


class Job:
    """The bytes of the network at an address, the store of its pages, and what is known of both.

    Without an outline nothing is known: it was not looked at yet, or something is wrong with it.

    `due` says for each report why it must be made, None if it needn't; it is read from the store
    once (`review`), then kept up as reports are put in place. `learned` tells whether the outline
    is news, which the next build will want.
    """

    def __init__(self, address: str, store: Store) -> None:
        self.address = address
        self.store = store
        self.outline: Outline | None = None
        self.learned = False
        self.pdf = False
        self.due: dict[str, str | None] = {}
        self.failures: dict[str, str] = {}

    @cached_property
    def snapshot(self) -> Snapshot:
        """The package's files, read when they are first asked for. Raise DataError or OSError."""
        return take_snapshot(self.address)

    @cached_property
    def data(self) -> Fingerprint:
        """The fingerprint of the package's files."""
        files = self.snapshot.files.items()
        return fingerprint_of({f"data: {name}": digest(content) for name, content in files})

    @property
    def name(self) -> str:
        """The network's name."""
        return package_name(self.address)

    def made_of(self, report: Report, **more: object) -> Fingerprint:
        """Return a report's fingerprint."""
        parameters = {"data": self.snapshot.address, **report.parameters, **more}
        return fingerprint(report.notebook, parameters, self.data)

    def _made_of_now(self, report: Report) -> Fingerprint:
        """Return a report's fingerprint, its PDF included if one is wanted."""
        return self.made_of(report, pdf=True) if self.pdf and report.pdf else self.made_of(report)

    def _why(self, report: Report) -> str | None:
        """Say why a report must be made; a PDF that nobody asks for now may stay if it is right."""
        why = why_build(self.store, report.name, self._made_of_now(report))
        if why and report.pdf and not self.pdf:
            with_pdf = self.made_of(report, pdf=True)
            return why if why_build(self.store, report.name, with_pdf) else None
        return why

    def read_again(self) -> None:
        """Read the data again, and forget what was known of them if they have changed."""
        now = take_snapshot(self.address)
        if now.files != self.snapshot.files:
            self.snapshot, self.outline = now, None
            vars(self).pop("data", None)

    def recall(self) -> None:
        """Read the data, and take the outline from the last build if that was made of the same."""
        key = self._key
        try:
            found = json.loads(self.store.read(f"{FOLDER}/{OUTLINE}.json"))
            if found["key"] == key:
                years, departments = tuple(found["years"]), tuple(found["departments"])
                said = tuple(found["said"])
                self.outline = Outline(found["title"], years, departments, said=said)
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return

    def learn(self, outline: Outline) -> None:
        """Take the outline that a worker found."""
        self.outline, self.learned = outline, True
        self.snapshot = self.snapshot._replace(network=outline.network)

    def keep_outline(self) -> None:
        """Write the outline, if it was learned, but for the network: the next build recalls it."""
        outline = self.outline
        if outline is None or not self.learned:
            return
        self.learned = False
        kept = {"title": outline.title, "years": outline.years, "departments": outline.departments}
        content = {"key": self._key, **kept, "said": outline.said}
        self.store.write(f"{FOLDER}/{OUTLINE}.json", json.dumps(content).encode())

    @property
    def _key(self) -> str:
        return f"{program_digest()} {self.data.whole}"

    def reports(self, years: Sequence[int] = ()) -> tuple[Report, ...]:
        """Return the reports of some years, or all of the network's."""
        assert self.outline is not None
        return self.outline.reports(years)

    def review(self) -> None:
        """Look at what is in the store, and note why each report must be made."""
        names = set(self.store.names())
        for report in self.reports():
            recorded = record_name(report.name) in names
            why = self._why(report) if recorded else _("never built")
            if why is None and report.error_page in names:  # what was wrong was put back as it was
                why = _("the last attempt failed")
            self.due[report.name] = why

    def place(self, answer: Made | Failed) -> None:
        """Put a report's files in place, or the page that says why there are none."""
        report = answer.report
        if isinstance(answer, Failed):
            self.failures[report.name] = answer.message
            self.store.write(report.error_page, answer.page)
            return
        if report.pdf and report.pdf not in answer.files:
            self.store.remove(report.pdf)  # first, for it says what the old page says
        for name in sorted(answer.files, key=lambda name: name == report.page):  # its page last
            self.store.write(name, answer.files[name])
        write_record(self.store, report.name, self._made_of_now(report), answer.files)
        self.store.remove(report.error_page)
        self.due[report.name] = None

    def state(self) -> State:
        """Return which reports failed, were never built, are out of date, or have no page."""
        names = set(self.store.names())
        state: dict[str, list[str]] = {"failed": [], "unbuilt": [], "stale": [], "absent": []}
        for report in self.reports():
            if report.page not in names:
                state["absent"].append(report.name)
            if report.error_page in names:
                state["failed"].append(report.name)
            elif report.page not in names:
                state["unbuilt"].append(report.name)
            elif self.due[report.name] is not None:
                state["stale"].append(report.name)
        return {kind: tuple(found) for kind, found in state.items()}

    def index_is_due(self, state: State) -> bool:
        """Tell whether the list of all pages must be made again."""
        return why_build(self.store, INDEX.name, self.made_of(INDEX, **state)) is not None

    def place_index(self, page: bytes, state: State) -> None:
        """Put the list of all pages, made for `state`, in place."""
        made_of = self.made_of(INDEX, **state)
        self.store.write(INDEX.page, page)
        if ORPHANS not in self.failures:  # or else the next build has to try again
            write_record(self.store, INDEX.name, made_of, {INDEX.page: page})

    def remove_orphans(self) -> Iterator[str]:
        """Remove pages of years and départements that the data no longer hold; name each."""
        wanted = {report.name for report in self.reports()} | {INDEX.name, OUTLINE}
        for name in sorted(known(self.store) - wanted):
            yield from forget(self.store, name)
        errors = {Report(name, "", {}).error_page for name in wanted}
        for page in self.store.names():
            if is_error_page(page) and page not in errors:
                self.store.remove(page)
                yield page


def jobs_of(data: Sequence[str], out: str | None) -> list[Job]:
    """Return a job for each network at some addresses, or below them, each with a place of its own.

    Raise ParameterError if two would have the same, DataError if there is no network.
    """
    found = [package for address in data for package in find_packages(address)]
    if len(data) > 1:  # each network once
        found = list({open_store(address).place: address for address in found}.values())
    jobs: dict[str, Job] = {}
    for address in found:
        name = package_name(address)
        place = f"{out.rstrip('/')}/{name}" if out and len(found) > 1 else out or f"build/{name}"
        store = open_store(place)
        if store.place in jobs:
            raise ParameterError(
                _(
                    "two networks would have their pages in {place}: build each with its own --out",
                    place=place,
                )
            )
        jobs[store.place] = Job(address, store)
    return list(jobs.values())
