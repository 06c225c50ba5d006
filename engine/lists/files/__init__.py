"""From bytes to tables: text files and workbooks, their encodings and their limits."""
