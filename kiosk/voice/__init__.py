"""The voice room: lines of text become finished clips on disk, ahead of time."""
