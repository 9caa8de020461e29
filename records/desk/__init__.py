"""What waits for somebody on all their lists together."""
