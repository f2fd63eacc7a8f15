"""The player: walks a plan on a clock that it is told."""
