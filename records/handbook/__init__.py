"""The handbook: the agency's own policies, who has read them, and what staff declare about themselves."""
