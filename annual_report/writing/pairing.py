"""Which row of a table became which: the same, of the same key, or with a word of it corrected."""

import difflib
from collections.abc import Mapping, Sequence

from annual_report.reading.values.cells import is_placeholder

Row = Mapping[str, str]

RENAMED = frozenset({"rencontre", "sujet", "titre", "dispositif", "etat", "format"})
"""Columns of a key that somebody may correct; another year or member is another row."""
ALIKE = 0.6


def paired(
    before: Sequence[Row], after: Sequence[Row], key: Sequence[str], columns: Sequence[str] = ()
) -> dict[int, int]:
    """Say which row became which: the same, of the same key, or with one word of it corrected.

    Only `columns` are looked at, where they are given.
    """
    columns = columns or list(before[0] if before else ())
    before = [{name: row[name] for name in columns} for row in before]
    after = [{name: row[name] for name in columns} for row in after]
    key = [name for name in key if name in columns]
    pairs: dict[int, int] = {}
    waiting: dict[tuple[str, ...], list[int]] = {}
    for number, row in enumerate(after):
        waiting.setdefault(tuple(row.values()), []).append(number)
    for number, row in enumerate(before):
        if same := waiting.get(tuple(row.values())):
            pairs[number] = same.pop(0)
    pairs |= same_keys(before, after, key, pairs)
    taken = set(pairs.values())
    left = [number for number in range(len(after)) if number not in taken]
    for number, row in enumerate(before):
        if number not in pairs:
            near = [other for other in left if _is_renamed(row, after[other], key)]
            if len(near) == 1:
                pairs[number] = near[0]
                left.remove(near[0])
    return pairs


def same_keys(
    before: Sequence[Row],
    after: Sequence[Row],
    key: Sequence[str],
    pairs: Mapping[int, int] | None = None,
) -> dict[int, int]:
    """Pair the rows of the same key that aren't paired yet; a blank's key says nothing."""
    pairs = pairs or {}
    taken, found = set(pairs.values()), {}
    waiting: dict[tuple[str, ...], list[int]] = {}
    for number, row in enumerate(after):
        if number not in taken:
            waiting.setdefault(key_of(row, key), []).append(number)
    for number, row in enumerate(before):
        mine = key_of(row, key)
        if number not in pairs and waiting.get(mine) and not any(map(is_placeholder, mine)):
            found[number] = waiting[mine].pop(0)
    return found


def _is_renamed(before: Row, after: Row, key: Sequence[str]) -> bool:
    """Tell a row of which one word of the key was corrected, and nothing else changed."""
    different = [name for name in before if before[name] != after[name]]
    if len(different) != 1 or different[0] not in key or different[0] not in RENAMED:
        return False
    one, other = before[different[0]], after[different[0]]
    if not one or not other or any(map(is_placeholder, (*before.values(), *after.values()))):
        return False
    return (
        different[0] in ("etat", "format")
        or difflib.SequenceMatcher(None, one.casefold(), other.casefold()).ratio() >= ALIKE
    )


def key_of(row: Row, key: Sequence[str]) -> tuple[str, ...]:
    """Return what names a row: the cells of its key, or all of them."""
    return tuple(row[name] for name in key or row)
