"""Printed forms: the short code in the footer by which a sheet of paper finds its way back."""
