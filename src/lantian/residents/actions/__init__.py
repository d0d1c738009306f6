"""What residents tell, what the desk answers, and who else reports here."""

from lantian.residents.actions.answering import publish_words, reply, show_photo
from lantian.residents.actions.exchanging import exchange
from lantian.residents.actions.knocking import knock
from lantian.residents.actions.neighbours import admit, hand_on, note_heard, note_sent
from lantian.residents.actions.saying import note_change, say
from lantian.residents.actions.seeding import seed
from lantian.residents.actions.telling import keep_photo, tell

__all__ = [
    "admit",
    "exchange",
    "hand_on",
    "keep_photo",
    "knock",
    "note_change",
    "note_heard",
    "note_sent",
    "publish_words",
    "reply",
    "say",
    "seed",
    "show_photo",
    "tell",
]
