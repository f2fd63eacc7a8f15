"""A mistake by a user: one clear line on stderr, and exit 2."""


class UserError(Exception):
    """Carries the sentence: what, where, what to do."""
