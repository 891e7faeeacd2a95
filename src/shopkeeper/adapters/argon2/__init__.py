"""Passwords, hashed by argon2id."""
