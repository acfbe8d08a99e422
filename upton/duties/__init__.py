"""Who owes what to whom by when: one table behind every list of what is due."""
