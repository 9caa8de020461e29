"""Phases: assessing, planning, implementing, evaluating, read from what was done; several at once, and again."""
