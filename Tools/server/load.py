"""One honest client beside 1,000 idle connections, 100 clients at once, slow readers and slow writers.

    python3 Tools/server/load.py .build/release/skingpt

Prints what a diagnosis takes alone and in that company, and ends with 1 if it takes more than two seconds longer.
"""
import resource
import statistics
import sys
import threading
import time

from common import Server, connect, photo

MOST_SECONDS_LONGER = 2
TRIES = 5


def main():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with Server(sys.argv[1], *sys.argv[2:]) as server:
        photos = [photo(seed) for seed in range(2 * TRIES)]
        server.diagnose(photos[0])
        alone = [server.diagnose(data) for data in photos[:TRIES]]
        host = f"Host: 127.0.0.1:{server.port}\r\n".encode()
        over = threading.Event()
        counts = {"pages": 0, "failures": 0}
        kept = []

        idle = [connect(server.port) for _ in range(1000)]
        for index, client in enumerate(idle):
            if index % 2:
                client.sendall(b"GET / HT")
        for _ in range(50):
            reader = connect(server.port)
            reader.sendall((b"GET /page.js HTTP/1.1\r\n" + host + b"\r\n") * 200)
            kept.append(reader)

        def write_slowly():
            while not over.is_set():
                try:
                    client = connect(server.port)
                    client.sendall(b"POST /api/diagnose HTTP/1.1\r\n" + host + b"Content-Length: 20000000\r\n\r\n")
                    client.sendall(b"x" * 200_000)
                    while not over.wait(0.5):
                        client.sendall(b"x")
                except OSError:
                    over.wait(0.2)

        def visit():
            while not over.is_set():
                try:
                    counts["pages" if server.ask("GET", "/", timeout=20)[0] == 200 else "failures"] += 1
                except OSError:
                    counts["failures"] += 1
                over.wait(0.05)

        threads = [threading.Thread(target=write_slowly) for _ in range(50)]
        threads += [threading.Thread(target=visit) for _ in range(100)]
        for thread in threads:
            thread.start()
        time.sleep(2)
        together = [server.diagnose(data) for data in photos[TRIES:]]
        resident, descriptors = server.memory()
        over.set()
        for thread in threads:
            thread.join()
    longer = statistics.median(together) - statistics.median(alone)
    print(f"a diagnosis alone {statistics.median(alone):.2f} s ({min(alone):.2f} to {max(alone):.2f}), in company"
          f" {statistics.median(together):.2f} s ({min(together):.2f} to {max(together):.2f}), {longer:.2f} s longer")
    print(f"{counts['pages']} pages were served beside it, {counts['failures']} visits failed;"
          f" {resident // 1_000_000} MB resident, {descriptors} descriptors")
    return 0 if longer <= MOST_SECONDS_LONGER else 1


if __name__ == "__main__":
    sys.exit(main())
