"""What the codes of closed lists are called, by topic."""
