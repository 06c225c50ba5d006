"""A run as events: what they are, the file they are kept in, how they add up, how they read."""
