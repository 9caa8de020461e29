"""What somebody new does once, and how far they are."""
