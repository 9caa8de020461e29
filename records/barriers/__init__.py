"""What stands between a client and work, what is tried about it, and which dangers are watched."""
