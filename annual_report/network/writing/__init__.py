"""The writing into a network's folder: workbooks, files, a year to fill in."""
