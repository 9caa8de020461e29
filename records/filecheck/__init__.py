"""The file as a whole: what its timeline tells beside each line, what is missing in it, and all of it for paper."""
