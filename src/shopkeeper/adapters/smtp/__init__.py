"""Mail, as pages and on the wire."""
