"""What the pages say and show: sentences, tables and figures, one module a chapter."""
