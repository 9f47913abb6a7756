"""A served case list."""
import base64
import hashlib
import http.client
import json
import pathlib
import socket
import threading
import time

from bench import Fault, judged


class CaseList:
    """A server over a case list, for as long as the block lasts."""

    def __init__(self, bench, path, limits=None):
        self.bench, self.path = bench, path
        probe = socket.socket()
        probe.bind(("127.0.0.1", 0))
        self.port = probe.getsockname()[1]
        probe.close()
        self.process = bench.start("serve", "--port", self.port, "--quiet", "--threads", "1", "--model", bench.model,
                                   "--cases", path, limits=limits)
        self.refusal = None
        for _ in range(600):
            if self.process.poll() is not None:
                output, errors = self.process.communicate()
                self.refusal = judged(self.process.returncode, output, errors)
                return
            try:
                if self.ask("GET", "/health")[0] == 200:
                    return
            except OSError:
                time.sleep(0.02)
        raise Fault("the server did not start")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
            output, errors = self.process.communicate(timeout=20)
            judged(self.process.returncode, output, errors)

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(method, path, body)
            response = connection.getresponse()
            return response.status, response.read()
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from None
        finally:
            connection.close()

    def listed(self):
        """The entries; None if the list is called damaged."""
        status, body = self.ask("GET", "/api/cases")
        if status == 500:
            return None
        if status != 200:
            raise Fault(f"the list is answered with {status}: {body[:200]!r}")
        return json.loads(body)["cases"]

    def page(self, identity):
        return self.ask("GET", f"/cases/{identity}")

    def keep(self, number):
        """The answer to keeping a case."""
        photo, report = self.report()
        body = {"photo": base64.b64encode(photo).decode(), "report": report, "label": f"case {number}",
                "note": f"note {number} " * 20, "earlier": [{"question": "What is it?", "answer": "A blotch."}]}
        return self.ask("POST", "/api/cases", json.dumps(body))

    def report(self):
        """A photo and what the page got about it, made once for all servers."""
        def made():
            photo = pathlib.Path(self.bench.photo).read_bytes()
            status, body = self.ask("POST", "/api/diagnose?force=1&question=What+is+it", photo)
            last = json.loads(body.strip().splitlines()[-1])
            if status != 200 or last["event"] != "done":
                raise Fault(f"no report to keep: {status} {last}")
            assert last["report"]["photo"]["sha256"] == hashlib.sha256(photo).hexdigest()
            return photo, last["report"]
        return self.bench.once("report", made)

    @staticmethod
    def make(bench, path, count):
        """A list of some cases: what was answered about each, and its page."""
        made = {}
        with CaseList(bench, path) as cases:
            for number in range(count):
                status, body = cases.keep(number)
                if status != 201:
                    raise Fault(f"a case is not kept: {status} {body[:200]!r}")
                entry = json.loads(body)
                made[entry["id"]] = (entry, cases.page(entry["id"])[1])
        return made


def kill_after(process, seconds):
    """Kills the process after so many seconds."""
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    return timer
