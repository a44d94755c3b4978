"""The themes of the rows of `sujets`: rows of the same theme speak of the same matter.

A plan of one year and its treatment in the next may be worded differently; the column `theme` says
that they belong together. Both the rules of `check` and the measures of subjects ask here.
"""

from collections.abc import Sequence

from annual_report.base.letters import fold_spelling


def list_themes(subjects: Sequence[tuple[str, str]]) -> list[str]:
    """Return the theme of each row of `subjects`, pairs of a subject and a theme as typed or "".

    A subject without theme takes the theme of a row with the same words, or else the words
    themselves. A theme is spelt as in the first row of that theme.
    """
    by_subject: dict[str, str] = {}
    for subject, theme in subjects:
        if theme:
            by_subject.setdefault(fold_spelling(subject), theme)
    spellings: dict[str, str] = {}
    themes = []
    for subject, theme in subjects:
        meant = theme or by_subject.get(fold_spelling(subject), subject)
        themes.append(spellings.setdefault(fold_spelling(meant), meant))
    return themes
