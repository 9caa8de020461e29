"""Occupations by their code of the National Occupational Classification, in both languages."""
