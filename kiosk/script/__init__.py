"""The session script: a language for therapists, read and checked."""
