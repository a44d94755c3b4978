"""What no page may hold: the rules of publication, held against every file that is given out."""
