"""The outputs of any notebook as the blocks of a page.

Input: a code cell with its outputs (`nbformat.NotebookNode`), or the Markdown of a cell.
Output: blocks, small values that know their HTML (`model`). A block is the unit of a page
that a reader sees, hears or finds as one thing: a table, a picture, printed lines, a sentence.
"""
