"""Supervision: a question or thanks between two colleagues, outside of every client's file."""
