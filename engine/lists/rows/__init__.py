"""From the lines of a table to typed rows, with the reason for every line that is none."""
