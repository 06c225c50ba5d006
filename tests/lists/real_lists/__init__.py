"""Lists made after what real people's files look like, and what an import must make of each."""
