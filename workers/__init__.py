"""Floor 3, the queue door: work asked for by a row and done in the background."""
