"""Tasks: who promised to do what by when; and keeping in touch between meetings."""
