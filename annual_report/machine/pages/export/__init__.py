"""From an executed notebook to the files of a page: the page, the twins and the data."""
