"""Care for those who were hit by an incident: who talks with them and when, what they are offered, and how it ends."""
