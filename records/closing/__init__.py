"""Closing: what is still open when work ends, and why it ends all the same."""
