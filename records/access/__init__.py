"""Access: who may open whose file, how far, and why. The one predicate of page, list, search, export, mail and job."""
