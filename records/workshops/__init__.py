"""Workshops: group sessions, who has a place or waits for one, and who came."""
