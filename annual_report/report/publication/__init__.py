"""What a network's pages are: which are wanted, what they are made of, their list, what is warm."""
