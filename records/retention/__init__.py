"""Retention: how long a record is kept, on whose authority, what stands in the way, and the proof of its end.

The decisions here are pure: dates and rules in, a verdict or a certificate out, without database or clock.
"""
