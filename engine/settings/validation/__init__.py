"""What is refused in a configuration, and in which words."""
