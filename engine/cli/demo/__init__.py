"""The example that `opos demo` shows."""
