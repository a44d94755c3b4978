"""The ground of all other rooms: errors, messages, dates, letters, French."""
