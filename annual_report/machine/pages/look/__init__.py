"""How pages and figures look: the palette, and the style of matplotlib’s figures."""
