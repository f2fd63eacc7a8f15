"""The sound room: clips and chimes, placed to the sample on one stream or in one file."""
