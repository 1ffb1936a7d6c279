"""The figures of a year: how often what happened, what was done about it, and how soon. Never about one person."""
