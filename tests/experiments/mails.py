"""Many mails through an hour without a mail server, and through a bad one after it."""

import random
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.test import override_settings

from booking.messages import MailAway, tell_next
from booking.models import Message
from tests.factories import NOW
from tests.messages.rows import make_booked, make_message
from tests.messages.sink import DROP, HANG, Taken, mail_server

HOUR = timedelta(hours=1)
STEP = timedelta(minutes=1)
LATER = ("421 too busy", "451 come back later", "450 not now")
NEVER = "550 no such person"
TRIES = 5  # in all, before a mail is given up
PATIENCE = 2  # seconds that a server may say nothing
SMTP = {
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_HOST": "127.0.0.1",
    "EMAIL_TIMEOUT": PATIENCE,
}


@dataclass(frozen=True)
class Post:
    """What became of so many mails; nothing but `refused` and `broken_off` is allowed
    to differ from nought."""

    mails: int
    tries: int
    delivered: int
    refused: int
    broken_off: int
    lost: int
    twice: int
    twice_unasked: int
    other_ids: int
    out_of_order: int
    rows_wrong: int

    @property
    def is_right(self):
        wrong = self.lost, self.twice_unasked, self.other_ids
        return not any((*wrong, self.out_of_order, self.rows_wrong))

    def line(self):
        return asdict(self)


def write_mails(mails):
    """So many, due one after another within the hour before NOW + HOUR."""
    booked = make_booked()
    addresses = [f"{number}@x.example" for number in range(mails)]
    for number, address in enumerate(addresses):
        make_message(
            kind=Message.Kind.CONFIRMED,
            appointment=booked,
            recipient=address,
            due_at=NOW + number * HOUR / mails,
        )
    return addresses


def faults_for(addresses, seed=5):
    """30 % put off up to four times, 5 % refused, 3 % broken off, and 1 % of all that
    with a server that hangs."""
    dice = random.Random(seed)
    mixed = dice.sample(addresses, len(addresses))
    faults = {}
    for share, plan in [
        (0.05, lambda: [NEVER]),
        (0.30, lambda: dice.choices(LATER, k=dice.randint(1, TRIES - 1))),
        (0.03, lambda: [DROP]),
        (0.01, lambda: ["451 come back later", HANG, DROP]),
    ]:
        for _mail in range(round(share * len(addresses)) or 1):
            faults[mixed.pop()] = plan()
    return faults


def went_through_an_outage(addresses, faults=None):
    """Tell them with the clock running: nobody answers for an hour, then somebody."""
    taken = Taken(faults or faults_for(addresses))
    plan = {address: tuple(faults) for address, faults in taken.faults.items()}
    with mail_server(taken) as port:
        pass
    with override_settings(**SMTP, EMAIL_PORT=port):
        now = NOW
        while now < NOW + HOUR:
            tell_all(now)
            now += STEP
        with mail_server(taken, port):
            while mails().filter(state=Message.State.WAITING).exists():
                tell_all(now)
                now += STEP
    return weigh(addresses, plan, taken)


def tell_all(now):
    """As a worker does: until nothing is due, or the server is away."""
    try:
        while tell_next(now=now):
            pass
    except MailAway:
        return


def mails():
    """All but the calls that stand in for what was refused."""
    return Message.objects.filter(channel=Message.Channel.EMAIL)


def weigh(addresses, plan, taken):
    came = Counter(mail["To"] for mail in taken)
    ids = {(mail["To"], mail["Message-ID"]) for mail in taken}
    refused = {address for address, faults in plan.items() if NEVER in faults}
    dropped = {address for address, faults in plan.items() if DROP in faults}
    twice = {address for address, times in came.items() if times > 1}
    states = dict(mails().values_list("recipient", "state"))
    wanted = {
        address: Message.State.FAILED if address in refused else Message.State.SENT
        for address in addresses
    }
    return Post(
        mails=len(addresses),
        tries=len(taken.asked),
        delivered=len(came),
        refused=len(refused),
        broken_off=len(dropped),
        lost=len(set(addresses) - refused - set(came)),
        twice=len(twice),
        twice_unasked=len(twice - dropped) + sum(n > 2 for n in came.values()),
        other_ids=len(ids) - len(came),
        out_of_order=sum(
            a != b for a, b in zip(addresses, dict.fromkeys(taken.asked), strict=True)
        ),
        rows_wrong=sum(states[address] != wanted[address] for address in addresses),
    )
