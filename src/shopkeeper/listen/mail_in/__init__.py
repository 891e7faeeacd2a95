"""What does this mail tell us: her own word, a robot's, or that one never arrived?"""

from shopkeeper.listen.mail_in.kinds import About, MailIn, MailKind
from shopkeeper.listen.mail_in.reading import read_mail_in
from shopkeeper.listen.mail_in.verdicts import verdict_of


__all__ = ["About", "MailIn", "MailKind", "read_mail_in", "verdict_of"]
