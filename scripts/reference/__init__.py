"""How the files of `data/reference/` are made: their names, the ground, the sheet that is drawn."""
