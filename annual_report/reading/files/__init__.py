"""Files as people make them → rows of text: encodings, workbooks, where a table begins."""
