"""The terminal face: a session on any terminal, with the same voice."""
