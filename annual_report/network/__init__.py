"""A network: its files read and written, its geography, its sentences, what is counted of it."""
