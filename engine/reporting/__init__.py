"""Who hears of a run, or of its absence: mail, pings, figures."""
