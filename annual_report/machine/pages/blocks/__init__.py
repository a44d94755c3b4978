"""The outputs of any notebook as the blocks of a page: the model, and the readers of blocks."""
