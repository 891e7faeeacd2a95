"""Are these records the same person, and how sure are we?"""
