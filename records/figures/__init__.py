"""Figures of the work, for those who answer to funders: counts over the whole agency, small numbers hidden."""
