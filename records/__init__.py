"""Floor 2: the casework: what an agency records and keeps, with no web and no queue in sight."""
