"""Simulated weeks in one process: everything that happens comes out of one seeded source (docs/simulation.md)."""
