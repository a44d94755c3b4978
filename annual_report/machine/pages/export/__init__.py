"""From an executed notebook to the files of a page: the page in HTML and Markdown, and the data."""
