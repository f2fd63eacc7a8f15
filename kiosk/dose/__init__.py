"""The dose rule: what may be granted to whom and when, as pure functions of what is on record."""
