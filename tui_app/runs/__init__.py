"""How the app sees runs (by their journals) and starts them (as processes of their own)."""
