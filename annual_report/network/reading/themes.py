"""Which rows of `sujets` speak of the same thing: those of one theme, whoever asks."""

from collections.abc import Sequence

from annual_report.base.letters import fold_spelling


def list_themes(subjects: Sequence[tuple[str, str]]) -> list[str]:
    """Return the theme of each subject, of subjects with their themes, "" for none.

    A subject without one has that of another row with its words, or else these as a theme of its
    own. A theme is spelt as in the first row that has it.
    """
    by_subject: dict[str, str] = {}
    for subject, theme in subjects:
        if theme:
            by_subject.setdefault(fold_spelling(subject), theme)
    themes = (theme or by_subject.get(fold_spelling(subject), subject)
              for subject, theme in subjects)  # fmt: skip
    first: dict[str, str] = {}
    return [first.setdefault(fold_spelling(theme), theme) for theme in themes]
