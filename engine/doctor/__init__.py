"""What runs depend on, checked, and the archive verified against its history."""
