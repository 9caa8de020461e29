"""Six made-up people to try the product with, and what an agency does on its first day."""
