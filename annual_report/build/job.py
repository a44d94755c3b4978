"""One network to build into one place: what there is to make, and in what state its pages are."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from annual_report.build.pages import Notebook, asked, notebooks, own_folder, reports, with_own
from annual_report.build.places import Store
from annual_report.build.records import DRAFTS, Record, Records, private_name
from annual_report.build.snapshot import package_name, take_snapshot
from annual_report.errors import ReportError
from annual_report.messages import _
from annual_report.program import digest, program_digest, whole
from annual_report.run.reads import ALL, now
from annual_report.run.tasks import (
    ERROR,
    INDEX,
    PLAIN_INDEX,
    Failed,
    Made,
    Outline,
    Report,
    Snapshot,
)


class Job:
    """The bytes of the network at an address, the place of its pages, and what is known of both.

    Without an outline nothing is known: it was not looked at yet, or something is wrong with it.
    """

    def __init__(
        self, address: str, store: Store, known: Mapping[str, Notebook] | None = None
    ) -> None:
        self.address = address
        self.store = store
        self._known = known
        self.outline: Outline | None = None
        self.pdf = False
        self.good = True

    @cached_property
    def notebooks(self) -> Mapping[str, Notebook]:
        """The notebooks by name, the network's own among them. Raise ParameterError."""
        known = notebooks() if self._known is None else self._known
        return with_own(known, own_folder(self.address))

    @cached_property
    def snapshot(self) -> Snapshot:
        """The package's files, read when they are first asked for. Raise DataError or OSError."""
        return take_snapshot(self.address)

    @cached_property
    def records(self) -> Records:
        """What builds have left at the place, read when it is first asked for."""
        return Records(self.store)

    @property
    def name(self) -> str:
        """The network's name."""
        return package_name(self.address)

    @property
    def _key(self) -> str:
        known = {"program": program_digest(), "asked": " ".join(asked(self.notebooks))}
        return whole({**known, **now({f"data: {ALL}": ""}, self.snapshot.files)})

    def made_of(self, report: Report, *, pdf: bool = False) -> dict[str, str]:
        """Return what a report is made of, but for what is read while it is made."""
        parameters = {"data": self.snapshot.address, **report.parameters}
        given = digest(json.dumps(parameters, sort_keys=True).encode())
        found = {"program": program_digest(), "parameters: ": given}
        if report.notebook:
            notebook = self.notebooks[report.notebook]
            found[f"notebook: {notebook.file}"] = notebook.digest
        if self.outline and self.outline.drafts:
            found[DRAFTS] = repr(self.outline.drafts)
        return found | ({"paper": "printed"} if pdf else {})

    def why(self, report: Report) -> str | None:
        """Say why a report must be made; None if it is up to date and its files are untouched.

        A PDF that nobody asks for now may stay if it is right.
        """
        record = self.records.known.get(report.name)
        if record is None:
            return _("never built")
        if self.pdf and report.on_paper and "paper" not in record.made_of:
            return _("{name} is missing", name=report.on_paper[0])
        why = self._changed(report, record) or self.records.touched(record)
        if why is None and report.error_page in self.records.stamps:  # what was wrong was put back
            return _("the last attempt failed")
        return why

    def _changed(self, report: Report, record: Record) -> str | None:
        return self.records.changed(record, self._now(report, record))

    def _now(self, report: Report, record: Record) -> dict[str, str]:
        """Return what a report is made of now."""
        made_of = self.made_of(report, pdf="paper" in record.made_of)
        return now(record.made_of, self.snapshot.files) | made_of

    def forget(self) -> None:
        """Forget what was read of the place and of the data; whoever asks for it reads it anew."""
        for what in ("records", "snapshot"):
            vars(self).pop(what, None)
        self.outline = None

    def recall(self) -> None:
        """Take the outline from the last build, if that was made of the same data."""
        self.outline = self.records.remembered(self._key, asked(self.notebooks))

    def learn(self, outline: Outline) -> None:
        """Take the outline that a worker found; write it down, but for the network itself.

        Raise ReportError if files have names of reports' that no build has written.
        """
        self.outline = outline
        self.snapshot = self.snapshot._replace(network=outline.network)
        self._claim()
        self.records.remember(self._key, outline)

    def reports(self) -> tuple[Report, ...]:
        """Return all reports of the network."""
        assert self.outline is not None
        return reports(self.notebooks, self.outline.values, self.outline.names)

    def chosen(self, years: Sequence[int]) -> tuple[Report, ...]:
        """Return the reports of some years, or all."""
        all_of_them = self.reports()
        if not years:
            return all_of_them
        of_years = [each for each in all_of_them if each.parameters.get("year") in years]
        return tuple(
            sorted(of_years, key=lambda each: years.index(int(str(each.parameters["year"]))))
        )

    @property
    def index(self) -> Report:
        """The list of all pages; what it says of them are its parameters."""
        return INDEX._replace(parameters={"state": self.state(), "reports": self.reports()})

    def _claim(self) -> None:
        """Take the names of all reports' files for builds."""
        names = [name for report in (INDEX, *self.reports()) for name in report.files]
        names.append(PLAIN_INDEX)
        if foreign := self.records.foreign(names):
            raise ReportError(
                _(
                    "{place}: no build has written {files}: move them, or choose another --out",
                    place=self.store.place,
                    files=", ".join(foreign),
                )
            )
        self.records.claim(names)

    def place(self, answer: Made | Failed) -> bool:
        """Put a report's files in place, or the page that says why there are none.

        Return whether anything that is given out has changed.
        """
        report, records = answer.report, self.records
        private = {private_name(report.name): answer.private} if answer.private else {}
        if isinstance(answer, Failed):
            records.write({**private, report.error_page: answer.page})
            return True
        outputs = {name: digest(content) for name, content in answer.files.items()}
        outputs |= answer.written  # what the worker has put in place itself
        before = records.known.get(report.name)
        changed = before is None or before.outputs != outputs or bool(records.touched(before))
        paper = set(report.on_paper)
        if changed:
            records.remove(*paper - outputs.keys())  # first, for it says what the old page says
        in_order = sorted(answer.files, key=lambda name: name == report.page)  # its page last
        records.write(private | {name: answer.files[name] for name in in_order if changed})
        records.stamps |= dict.fromkeys(answer.written, "")
        made_of = self.made_of(report, pdf=bool(paper & outputs.keys()))
        stamps = self.store.stamps(tuple(outputs))
        records.keep({report.name: Record({**made_of, **answer.read}, outputs, stamps)})
        records.remove(report.error_page)
        return changed

    def state(self) -> dict[str, list[str]]:
        """Return which reports failed, were never built, are out of date, or have no page."""
        state: dict[str, list[str]] = {"failed": [], "unbuilt": [], "stale": [], "absent": []}
        there = self.records.stamps
        for report in self.reports():
            record = self.records.known.get(report.name)
            if report.page not in there:
                state["absent"].append(report.name)
            if report.error_page in there:
                state["failed"].append(report.name)
            elif report.page not in there:
                state["unbuilt"].append(report.name)
            elif record is None or self._changed(report, record):
                state["stale"].append(report.name)
        return state

    def missing(self) -> list[str]:
        """Return which recorded files are no more there, as when someone removed them meanwhile."""
        there = self.store.stamps()
        wanted = {report.name for report in (INDEX, *self.reports())} & self.records.known.keys()
        return sorted(
            name
            for report in wanted
            for name in self.records.known[report].outputs
            if name not in there
        )

    def remove_orphans(self) -> Iterator[str]:
        """Remove pages that nothing declares any more, or of years that went; name each."""
        wanted = {report.name for report in (INDEX, *self.reports())}
        for name in sorted(self.records.known.keys() - wanted):
            yield from self.records.forget(name)
        errors = {report.error_page for report in self.reports()}
        for name in sorted(set(self.records.stamps) & self.records.ours - errors):
            if name.endswith(ERROR):
                self.records.remove(name, private_name(name.removesuffix(ERROR)))
                yield name
