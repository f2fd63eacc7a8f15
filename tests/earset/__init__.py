"""A recorded test set for the ears, made here: who speaks, where, over what, and what is heard.

Nothing of it is kept in the repository. It comes from voices of packages and from seeded noise, so
that every machine with the same packages makes the same; what is slow to make stays in build/ears.
"""
