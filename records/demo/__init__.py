"""The invented agencies: people, notes and years of work, played out through the same actions as real work."""
