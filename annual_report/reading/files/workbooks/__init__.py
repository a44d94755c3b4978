"""Workbooks of Excel and LibreOffice, brought to the sheets that they show."""
