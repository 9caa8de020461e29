"""What is done about somebody once: each function says what, and the deed it returns does it at its time."""
