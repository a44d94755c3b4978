"""Sentences as files: what a page says stands in Markdown, and any French reader may change it.

A file of `notebooks/phrases/` holds a paragraph, or the words of a figure:

    {# Ce qui a changé depuis l’année d’avant : moves, les membres, chacun avec son statut. #}
    {% set venus = moves.où(status="arrivé").code %}
    {% if venus %}{{ venus|les }} {{ venus|accord("a", "ont") }} rejoint {{ nous.le }}.{% endif %}

A notebook looks at a table, then says it: `network.say("mouvement", moves=moves, year=2025)`. A
phrase is given plain values (`values`), reaches nothing else, says and doesn't count
(`environment`). What a French sentence needs of itself is done here: capitals, spaces, letters or
figures (`sentences`). A network's own folder `phrases/` goes first, file by file.
"""
