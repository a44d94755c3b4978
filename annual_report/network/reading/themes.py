"""The themes of the rows of `sujets`: rows of the same theme speak of the same thing."""

from collections.abc import Sequence

from annual_report.base.letters import fold_spelling


def list_themes(subjects: Sequence[tuple[str, str]]) -> list[str]:
    """Return the theme of each subject, of subjects with their themes, "" for none.

    A subject without one has that of another row with its words, or else these as a theme of its
    own. A theme is spelt as in the first row that names it.
    """
    # From the last to the first, whose theme then stays.
    by_subject = {fold_spelling(subject): theme for subject, theme in reversed(subjects) if theme}
    themes = (theme or by_subject.get(fold_spelling(name), name) for name, theme in subjects)
    first: dict[str, str] = {}
    return [first.setdefault(fold_spelling(theme), theme) for theme in themes]
