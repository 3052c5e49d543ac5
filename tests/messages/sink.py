"""A small real mail server in a thread, which keeps what it takes."""

import socketserver
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy


class Taken(list):
    """The mails taken, and how the server behaves."""

    def __init__(self):
        super().__init__()
        self.drop_after_data = 0  # so many mails are taken without a word
        self.say_later = 0  # so many recipients are told to come again


class Conversation(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self):
        taken = self.server.taken
        self.say("220 sink")
        for line in self.rfile:
            command = line[:4].upper()
            if command == b"RCPT" and taken.say_later:
                taken.say_later -= 1
                self.say("451 later")
            elif command == b"DATA":
                self.say("354 go on")
                taken.append(self.read_mail())
                if taken.drop_after_data:
                    taken.drop_after_data -= 1
                    return
                self.say("250 taken")
            elif command == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 yes")

    def read_mail(self):
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b"."))
        return message_from_bytes(b"".join(lines), policy=policy.default)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def mail_server(taken, port=0):
    """Serve on a port until left; it may be opened again on the same one."""
    with Server(("127.0.0.1", port), Conversation) as server:
        server.taken = taken
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
