"""Is a letter kind, and does it say what she needs to know?"""
