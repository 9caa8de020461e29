"""Requests: what somebody asks of the agency about their own file, and how it is answered in time."""
