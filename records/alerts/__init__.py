"""Alerts: what whoever meets a client must know first, for a time, in neutral words."""
