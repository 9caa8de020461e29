"""Employment outcomes: following up by a scheme, what counts and why, evidence and who verified it."""
