"""What sheets say against each other or against the data, and whose word counts.

Nobody's does unless somebody chooses: by the name of a sheet's file, taken or left. What was chosen
against is kept with who said it, so that it isn't asked again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from annual_report.messages import _
from annual_report.writing.imports.merging import Merged, said
from annual_report.writing.tour.member_answers import Answer
from annual_report.writing.tour.who_said import Statement, of_change


@dataclass(frozen=True)
class Arbitration:
    """Whose word counts where sheets, or a sheet and the data, say different things.

    By the names of their files: those that are taken, those that are left; and what was before.
    """

    taken: Collection[str] = ()
    left: Collection[str] = ()
    decided: Collection[Statement] = ()

    def losers(self, words: Mapping[str, str]) -> list[str]:
        """Return the sheets whose word doesn't count of a row, nothing if that isn't decided."""
        counting = [words[file] for file in words if file in self.taken]
        counting = counting or [each for file, each in words.items() if file not in self.left]
        if len(set(counting)) != 1:
            return []
        return [file for file, each in words.items() if each != counting[0]]

    def has_decided(self, statement: Statement) -> bool:
        """Tell whether what a sheet says against the data was chosen against before."""
        said = (statement.membre, *statement.fact, statement.valeur)
        return any(said == (each.membre, *each.fact, each.valeur) for each in self.decided)


def disputed(
    alone: Mapping[str, Merged], read: Sequence[Answer], key: Sequence[str]
) -> dict[tuple[str, ...], dict[str, str]]:
    """Return the rows of which two sheets say different things, and who says what."""
    says: defaultdict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for answer in read:
        for change in alone[answer.file].changes:
            row = change.after or change.before
            words = said(change.after) or _("row removed")
            says[tuple(row[each] for each in key)][answer.file] = words
    return {named: words for named, words in says.items() if len(set(words.values())) > 1}


def left_out(
    answer: Answer, table: str, key: Sequence[str], merged: Merged, named: tuple[str, ...]
) -> Iterator[Statement]:
    """Give what a sheet says of a row of which another's word counts."""
    for change in merged.changes:
        row = change.after or change.before
        if tuple(row[each] for each in key) == named:
            member = answer.origin.member
            yield from of_change(member, answer.file, table, key, change, kept=False)
