"""Payments from where they are born: posting batches and bank statements."""
