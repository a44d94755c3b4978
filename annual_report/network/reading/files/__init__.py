"""The files of a network’s folder: data, files that are not read, and the opening of a file."""
