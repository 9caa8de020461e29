"""What a case needs: how much support, how often to be in touch, and where the work happens."""
