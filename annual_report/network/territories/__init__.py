"""The official geography: names, grammar, regions, populations, borders and outlines."""
