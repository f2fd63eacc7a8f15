"""The plan: a session laid out as a timeline."""
