"""Sentences as files: what a page says stands in Markdown, and any French reader may change it.

A file of `notebooks/phrases/` holds a paragraph, or the words of a figure:

    {# Ce qui a changé depuis l’année d’avant : des membres. #}
    {{ resté|lettres }} des {{ avant|lettres }} membres de {{ year - 1 }}
    {{ resté|accord("est", "sont") }} toujours là.

A notebook counts and tells: `network.tell("mouvement", resté=[…], avant=17, year=2025)`. A phrase
says and doesn't count (`grammar` refuses sums and shares). What a French sentence needs of itself
is done here: capitals, spaces, letters or figures (`sentences`). A network's own folder `phrases/`
goes first, file by file.
"""

from annual_report.network.phrases.engine import (
    FigureWords,
    check_phrase,
    fill_figure,
    fill_phrase,
    prepare_phrases,
    read_phrase,
)

__all__ = [
    "FigureWords",
    "check_phrase",
    "fill_figure",
    "fill_phrase",
    "prepare_phrases",
    "read_phrase",
]
