"""An agency that leaves: its archive, its ninety days, its end, and the certificate of it."""
