"""Floor 1: whose data it is, who acts, and the one door to the database."""
