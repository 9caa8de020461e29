"""Clients: whom the agency serves, how to find them again and how to reach them."""
