"""Her page: what we know, why we wrote, and the buttons that are hers to press."""

from shopkeeper.web.hers.routes import ways


__all__ = ["ways"]
