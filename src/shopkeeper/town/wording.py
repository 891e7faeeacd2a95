"""The words people of the town use when they write to the shop."""

from __future__ import annotations


NICK: tuple[str, ...] = (
    "Please call me {nick}, everybody does.",
    "You can call me {nick}. Nobody but my bank says {given}.",
    "Thank you for the parcel. Do call me {nick}.",
)
ONLY_NICK: tuple[str, ...] = (
    "Please call me {nick}, not {given}.",
    "Please call me {nick}. I never use {given}.",
)

STOPS: dict[str, tuple[str, ...]] = {
    "marketing": (
        "Please stop mailing me offers. News about my orders is fine.",
        "I do not want any more adverts from you.",
        "No more promotions, please. I only want to hear about my orders.",
    ),
    "email": (
        "Please do not email me again. A letter is fine.",
        "Stop sending me emails. You can ring me if something is wrong.",
    ),
    "all": (
        "Please do not contact me again.",
        "Take me off all your lists. I do not want to hear from you any more.",
        "Stop writing to me, by any means.",
    ),
}
DIED = (
    "I am writing for the family of {name}, who died in August. "
    "Please do not contact us here again."
)

TROUBLE: tuple[str, ...] = (
    "Hello, {what}. Can somebody please look into this?",
    "I am rather cross: {what}.",
    "Sorry to trouble you, but {what}.",
)
WHERE = "My order of {item} has not arrived and it is late. Where is it?"
NOT_MINE = "My account lists {wrong}. I never ordered {wrong}, I bought {right}."

KEPT: dict[str, str] = {
    "ring you": "Thank you for ringing me about the signed copy as promised.",
    "send you a replacement": "The replacement has arrived as you promised, thank you.",
    "refund the postage": "The postage has been refunded as promised. Thank you.",
    "put the book aside for you": "I collected the book you put aside. Thank you.",
}
BROKEN: dict[str, str] = {
    "ring you": "Nobody rang me about the signed copy, although you promised it.",
    "send you a replacement": "The replacement you promised has still not come.",
    "refund the postage": "You promised to refund the postage and have not done it.",
    "put the book aside for you": "The book was not put aside, although you promised.",
}

EVENTS: dict[str, str] = {
    "moved": "We have moved house. My new address is {street}, {postcode}.",
    "new_baby": "We have a new baby, so I read a great deal at three in the morning.",
    "wedding": "I got married this summer, and your shop made the guest book.",
    "new_job": "I have started a new job and pass your window every morning now.",
    "retired": "I have retired and finally have the time for the long novels.",
    "exam": "I have passed my exam, thanks to the two guides you found for me.",
}
INTEREST = "I love {interest}. I would be glad to hear of good books about it."

CHATTER: tuple[str, ...] = (
    "Thank you for wrapping the parcel so nicely.",
    "Do you open on Sunday in December?",
    "Could you find me a large print edition of The Quiet Harbour?",
    "It would be lovely to have a chair by the window in the travel corner.",
    "Your café makes the best scones in Leith.",
    "Can I bring back a book without the receipt?",
    "The talk last week was wonderful, thank you.",
    "Is the reading group still on Thursdays?",
)
IMPRESSIONS: tuple[str, ...] = (
    "Very keen.", "Cheerful today.", "A bit flat, not much interest.",
    "In a hurry and short with me.", "Warm and chatty.", "Quite interested.",
)  # fmt: skip
REMARKS: tuple[str, ...] = (
    "Came in about the school orders.",
    "Rang about the reading group.",
    "Stopped at the counter for a chat about crime novels.",
    "Asked how the café is doing.",
    "Looked at the maps for a long time.",
)
