"""Papers: what was received or scanned into a client's file, with every file it ever had."""
