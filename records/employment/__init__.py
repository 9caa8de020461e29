"""The work that people find: spells of employment, what becomes of them, and jobs that were lost."""
