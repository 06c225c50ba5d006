"""How things are said on the screen."""
