"""What is checked about a list as a whole, and the notices that tell of it."""
