"""What the project writes into a network's folder: workbooks, imports, a year to fill in."""
