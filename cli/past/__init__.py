"""The demonstration's past: a year of made-up visits and reports, by the house's own use cases, with the time moved."""
