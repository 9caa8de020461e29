"""The press: frozen values in, finished files out; it knows no database, no web and no queue."""
