"""Thousands of requests and diagnoses in one process; memory and descriptors must stay flat.

    python3 Tools/server/soak.py .build/release/skingpt [REQUESTS [DIAGNOSES]]

Requests are of all kinds, broken and aborted ones too. Both kinds are warmed up with a tenth; after that the resident
memory may grow by 5 % and 8 MB, and the descriptors not at all.
"""
import json
import sys
import time

from common import Server, connect, photo


def request(server, number):
    """One request of a kind that changes with the number."""
    host = f"Host: 127.0.0.1:{server.port}\r\n".encode()
    kind = number % 10
    if kind < 4:
        server.ask("GET", ["/", "/page.js", "/health", "/v1/models"][kind])
    elif kind == 4:
        server.ask("GET", "/nowhere")
    elif kind == 5:
        server.ask("POST", "/v1/chat/completions", json.dumps({"messages": [], "seed": number}))
    elif kind == 6:
        server.ask("POST", "/api/diagnose", b"x" * 300_000)
    else:
        beginnings = [
            b"GET /" + b"A" * 30_000 + b" HTTP/1.1\r\n\r\n",
            b"POST /api/diagnose HTTP/1.1\r\n" + host + b"Content-Length: 1000000\r\n\r\n" + b"x" * 100_000,
            b"POST / HTTP/1.1\r\n" + host + b"Origin: http://elsewhere.example\r\nContent-Length: 9\r\n\r\nxxxxxxxxx",
        ]
        client = connect(server.port)
        client.sendall(beginnings[kind - 7])
        if number % 20 < 10:
            client.settimeout(0.2)
            try:
                client.recv(100)
            except OSError:
                pass
        client.close()


def run(server, what, count, work):
    """Runs, and compares memory and descriptors after a tenth with those at the end."""
    begun, first = time.monotonic(), None
    for number in range(count):
        work(number)
        if number + 1 == max(1, count // 10):
            time.sleep(4)
            first = server.memory()
    time.sleep(4)
    last = server.memory()
    print(f"{count} {what} in {time.monotonic() - begun:.0f} s: resident {first[0] // 1000} kB after a tenth and"
          f" {last[0] // 1000} kB at the end, descriptors {first[1]} and {last[1]}", flush=True)
    return last[0] <= first[0] * 1.05 + 8_000_000 and last[1] <= first[1]


def main():
    requests = int(sys.argv[2]) if len(sys.argv) > 2 else 5000
    diagnoses = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
    with Server(sys.argv[1]) as server:
        flat = run(server, "requests", requests, lambda number: request(server, number))
        photos = [photo(seed) for seed in range(7)]
        flat &= run(server, "diagnoses", diagnoses, lambda number: server.diagnose(photos[number % 7]))
    print("flat" if flat else "NOT flat")
    return 0 if flat else 1


if __name__ == "__main__":
    sys.exit(main())
