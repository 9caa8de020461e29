"""Handing on: what the next worker needs to know, offered to one colleague and confirmed by them."""
