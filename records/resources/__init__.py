"""What the agency has to give to people: information, tools and places to turn to, for everybody who works there."""
