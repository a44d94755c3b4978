"""What the pages of a network are: charts, parts, proof, what is published and compared."""
