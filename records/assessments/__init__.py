"""Assessments: the instruments an agency asks with, each time one was used, and how the answers move over time."""
