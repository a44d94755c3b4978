"""Phrases: the sentences of a page as files in Markdown, which any French reader may change.

A phrase is a Jinja template. A file of `notebooks/phrases/` is a paragraph, or the words of a
figure:

    {# Ce qui a changé depuis l’année d’avant : moves, les membres, chacun avec son statut. #}
    {% set venus = moves.où(statut="arrivé").membre %}
    {% if venus %}
    {{ venus|les }} {{ venus|s_accorde("a", "ont") }} rejoint {{ nous.le }}.
    {% endif %}

A cell of a notebook gives a phrase the values: `network.say("mouvement", moves=moves, year=2025)`.
The values are made plain (`plain_values`): a phrase reaches no other object, and doesn't calculate
(`environment`). Capitals, spaces, and numbers in letters or figures follow from the rules of French
sentences (`base.french.sentences`). A file of a network's own folder `phrases/` replaces the
program's file of the same name.
"""
