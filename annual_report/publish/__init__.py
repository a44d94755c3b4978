"""What a page is made of: text, tables and figures, the exporter, and the rules of publication."""
