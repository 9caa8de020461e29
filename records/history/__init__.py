"""History: what a record said before it was changed, for every record that changes."""
