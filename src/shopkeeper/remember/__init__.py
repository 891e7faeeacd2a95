"""What do we know about her, since when, how surely, and may we say it?"""
