"""The staff's own pages: what matters today, one person, and what is planned."""
