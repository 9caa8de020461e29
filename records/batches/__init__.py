"""One kind of document made for many people at once: who, who is left out and why, and what comes of it."""
