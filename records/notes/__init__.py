"""Notes: written down as a draft, then signed; added to, never changed."""
