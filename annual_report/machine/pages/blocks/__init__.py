"""Whatever any notebook shows, as the blocks of a page: their model, and what is read into them."""
