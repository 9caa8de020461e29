"""Cases: a stretch of work with one client, from the opening to the closing and perhaps again."""
