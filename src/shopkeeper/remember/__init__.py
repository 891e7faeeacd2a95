"""What do we know about her, since when, how surely, and may we say it?"""

from shopkeeper.remember.precedence import Present, confidence_now, present
from shopkeeper.remember.sayable import LeftOut, Sayable, sayable


__all__ = [
    "LeftOut",
    "Present",
    "Sayable",
    "confidence_now",
    "present",
    "sayable",
]
