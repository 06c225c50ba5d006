"""What the practice's own program gets: a file of each commit's changes, put where it looks."""
