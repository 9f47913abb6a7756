"""Starts the program as a server and asks it; used by load.py and soak.py. Standard library only."""
import http.client
import json
import os
import socket
import subprocess
import sys
import time
import zlib
import struct
import random


def photo(seed=0, tint=(0, 0, 0)):
    """A drawn PNG that the photo gate lets pass: a blotch on grained skin, of which `tint` is taken away."""
    rng, rows, side = random.Random(seed), bytearray(), 256
    for y in range(side):
        rows.append(0)
        for x in range(side):
            distance = ((x - side / 2) ** 2 + (y - side / 2) ** 2) ** 0.5
            red = 40 if distance < 45 + 6 * ((x * 7 + y * 3) % 5) else 0
            grain = rng.randrange(-14, 15)
            rows += bytes(max(0, min(255, v + grain))
                          for v in (205 - red // 2 - tint[0], 160 - red - tint[1], 140 - red - tint[2]))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(rows))) + chunk(b"IEND", b"")


class Server:
    """The program as a server on a free port, ended with the block."""

    def __init__(self, program, *arguments):
        probe = socket.socket()
        probe.bind(("127.0.0.1", 0))
        self.port = probe.getsockname()[1]
        probe.close()
        self.process = subprocess.Popen([program, "serve", "--port", str(self.port), "--quiet", *arguments])
        for _ in range(200):
            try:
                if self.ask("GET", "/health")[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the server did not start")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)

    def ask(self, method, path, body=None, headers=None, timeout=600):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def diagnose(self, data, question="What is it?"):
        """Seconds of a diagnosis, to its last line."""
        begun = time.monotonic()
        status, body = self.ask("POST", "/api/diagnose?force=1&question=" + question.replace(" ", "+"), data)
        last = json.loads(body.strip().splitlines()[-1])
        if status != 200 or last["event"] != "done":
            raise SystemExit(f"diagnosis failed: {status} {last}")
        return time.monotonic() - begun

    def memory(self):
        """Resident bytes and open descriptors."""
        status = open(f"/proc/{self.process.pid}/status").read()
        resident = int(status.split("VmRSS:")[1].split()[0]) * 1024
        return resident, len(os.listdir(f"/proc/{self.process.pid}/fd"))


def connect(port):
    return socket.create_connection(("127.0.0.1", port), 20)
