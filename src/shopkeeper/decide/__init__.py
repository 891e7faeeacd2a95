"""Which touch is right next, and when? Silence and a human are touches too."""
