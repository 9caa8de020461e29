"""Incidents: what happened, told once and locked, and what the agency did about it; breaches of privacy among them."""
