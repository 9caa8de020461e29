"""Reviews of files: a sample drawn by chance, each looked over against standard 5.3, what came of it (decision 22)."""
