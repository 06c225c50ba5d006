"""When an interface is due, and what is noticed when it does not run."""
