"""Notices: what a member is told waits for them, in the page and once a day by mail."""
