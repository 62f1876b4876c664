"""How one person's score comes about (计分), line by line."""
