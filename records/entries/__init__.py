"""Entries: one header row for everything in a client's file, so that timeline, access, retention and counting each
have one home."""
