"""The machine that turns a notebook into a page; it knows no network."""
