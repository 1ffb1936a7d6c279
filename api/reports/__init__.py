"""The figures of a year."""
