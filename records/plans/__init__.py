"""Plans: goals with a life of their own, what leads to them, and the versions that were agreed."""
