"""Pages for people: how they are written, what they may load, what their forms send."""
