"""What all the rest stands on: errors, messages, dates, letters, French."""
