"""A network: reading and writing of its files, geography, sentences, measures."""
