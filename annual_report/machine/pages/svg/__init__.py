"""Any matplotlib figure as a light, accessible SVG that lives inside a page (`from_figure`)."""
