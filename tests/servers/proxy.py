"""A way to a server that can be made slow, narrow or impassable while it is used."""

import contextlib
import socket
import threading
import time

REFUSAL = (
    b"HTTP/1.1 429 Too Many Requests\r\nX-Elastic-Product: Elasticsearch\r\nContent-Type: application/json\r\n"
    b"Content-Length: 49\r\n\r\n"
    b'{"error":{"type":"es_rejected_execution"},"s":42}'
)


class Proxy:
    """Listens at `url` and passes on to a port of this machine, until `stop()`.

    `delay` is how many seconds each request waits. While `refusals` is above 0, a request whose first line holds
    `refused` is answered with 429 and counted down; how many there were is in `refused_so_far`.
    """

    def __init__(self, port: int, *, refused: bytes = b"/_bulk") -> None:
        self.delay = 0.0
        self.refusals = 0
        self.refused = refused
        self.refused_so_far = 0
        self._to = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                threading.Thread(target=self._converse, args=(client,), daemon=True).start()

    def _converse(self, client: socket.socket) -> None:
        with (
            contextlib.suppress(OSError),
            client,
            socket.create_connection(("127.0.0.1", self._to)) as server,
        ):
            threading.Thread(target=_pass_on, args=(server, client), daemon=True).start()
            while asked := client.recv(65536):
                if asked.split(b" ", 1)[0] in (b"GET", b"POST", b"PUT", b"DELETE", b"HEAD"):
                    time.sleep(self.delay)
                if self.refusals and self.refused in asked.split(b"\r\n", 1)[0]:
                    self._refuse(client, asked)
                    continue
                server.sendall(asked)

    def _refuse(self, client: socket.socket, asked: bytes) -> None:
        head, _, body = asked.partition(b"\r\n\r\n")
        lines = {
            name.strip().lower(): value
            for name, _, value in (line.partition(b":") for line in head.split(b"\r\n"))
        }
        missing = int(lines.get(b"content-length", b"0")) - len(body)
        while missing > 0:
            missing -= len(client.recv(65536))
        self.refusals -= 1
        self.refused_so_far += 1
        client.sendall(REFUSAL)


def _pass_on(server: socket.socket, client: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while answer := server.recv(65536):
            client.sendall(answer)
        client.shutdown(socket.SHUT_RDWR)
