"""The files of a network’s folder: which are data, which are not read, how one is opened."""
