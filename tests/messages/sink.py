"""A real mail server on this machine, which keeps what it takes."""

import asyncio
import logging
import socket
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

HANG = "hang"  # says nothing until the other side gives up
DROP = "drop"  # takes the mail, and breaks off before it says so
LONG = 600  # seconds, longer than any test waits

logging.getLogger("mail.log").setLevel(logging.WARNING)


class Taken(list):
    """The mails taken, and what goes wrong on the way.

    `faults` names for a recipient what happens at the first tries, one after the
    other: HANG, DROP, or what the server answers, such as "451 later". So many seconds
    `slow` pass before it says that it took one.
    """

    def __init__(self, faults=None, *, slow=0):
        super().__init__()
        self.slow = slow
        self.faults = faults or {}
        self.asked = []  # every recipient named, whatever came of it

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        self.asked.append(address)
        faults = self.faults.get(address)
        session.fault = faults.pop(0) if faults else ""
        if session.fault == HANG:
            await asyncio.sleep(LONG)
        if session.fault[:1].isdigit():
            return session.fault
        envelope.rcpt_tos.append(address)
        return "250 yes"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.append(message_from_bytes(envelope.content, policy=policy.default))
        if session.fault == DROP:
            server.transport.abort()
        await asyncio.sleep(self.slow)
        return "250 taken"


class Server(Controller):
    """Listens where asked, or on any free port, and leaves no conversation open."""

    def __init__(self, taken, port):
        super().__init__(taken, hostname="127.0.0.1", port=port)
        self.conversations = []

    def factory(self):
        self.conversations.append(SMTP(self.handler, **self.SMTP_kwargs))
        return self.conversations[-1]

    def _create_server(self):
        listener = socket.create_server((self.hostname, self.port))
        self.port = listener.getsockname()[1]
        return self.loop.create_server(self._factory_invoker, sock=listener)

    def stop(self):
        asyncio.run_coroutine_threadsafe(self._hang_up(), self.loop).result()
        super().stop()

    async def _hang_up(self):
        self.server.close()
        for conversation in self.conversations:
            if conversation.transport:
                conversation.transport.abort()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@contextmanager
def mail_server(taken, port=0):
    """Serve on a port until left; it may be opened again on the same one."""
    server = Server(taken, port)
    server.start()
    try:
        yield server.port
    finally:
        server.stop()
