"""Mails of our own making, after the forms of real servers; see README.md."""
