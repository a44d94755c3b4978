"""What only a network's pages have: their frame, their links, the key figures."""
