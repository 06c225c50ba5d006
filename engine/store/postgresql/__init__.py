"""The store on PostgreSQL: many workers on many hosts, and every list imported exactly once."""
