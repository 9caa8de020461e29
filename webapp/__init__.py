"""Floor 3, the web door: pages for browsers."""
