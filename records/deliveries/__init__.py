"""Documents handed over: by a private link, or in an envelope with a window."""
