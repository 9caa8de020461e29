"""How the agency looks on paper, and under which names."""
