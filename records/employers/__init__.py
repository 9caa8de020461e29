"""Employers the agency knows, whom to ask there, and the jobs they have to fill."""
