"""Doubles: two files that may be of one person, said to be different, or merged and, for a month, parted again."""
