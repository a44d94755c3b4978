"""From an executed notebook to what is given out: the page, its twins and its data."""
