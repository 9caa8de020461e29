"""Disclosures: what left a file, to whom, why, on which basis, and the proof that it was allowed."""
