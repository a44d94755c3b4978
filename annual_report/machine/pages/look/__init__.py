"""How pages and figures look: the palette, the style of matplotlib's figures, a text's width."""
