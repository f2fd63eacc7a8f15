"""The checker: everything that can be known of a script without playing it."""
