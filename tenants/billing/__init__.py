"""What an agency pays for: plans, seats, and what its standing is."""
