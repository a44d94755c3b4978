"""A notebook becomes a page: pieces, export, clean processes, what is due. It knows no network."""
