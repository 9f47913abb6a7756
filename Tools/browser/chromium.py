"""Drives a headless Chromium over its debugging pipe: no package beyond Python's own."""

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable():
    """The path of a Chromium, or None."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Chromium:
    """A browser without a window; commands go to its last page."""

    def __init__(self, path):
        self.profile = tempfile.mkdtemp(prefix="skingpt-browser-")
        to_read, self.to_write = os.pipe()
        self.from_read, to_write = os.pipe()

        def place():
            # Both ends may have the numbers 3 and 4 already, so they are copied out of the way first.
            reading, writing = os.dup(to_read), os.dup(to_write)
            os.dup2(reading, 3)
            os.dup2(writing, 4)

        self.process = subprocess.Popen(
            [path, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
             "--no-first-run", "--disable-background-networking", "--disable-component-update",
             f"--user-data-dir={self.profile}", "--remote-debugging-pipe", "about:blank"],
            preexec_fn=place, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self.number = 0
        self.rest = b""
        self.events = []
        self.session = None
        self.attach(self.call("Target.createTarget", url="about:blank")["targetId"])

    def attach(self, target):
        """Sends what follows to this page."""
        self.session = None
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "DOM", "Network"):
            self.call(domain + ".enable")

    def receive(self, deadline):
        """The next message."""
        while b"\0" not in self.rest:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.from_read], [], [], left)[0]:
                raise TimeoutError("the browser does not answer")
            data = os.read(self.from_read, 1 << 20)
            if not data:
                raise RuntimeError("the browser has ended")
            self.rest += data
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, timeout=60, **parameters):
        """A command's result."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to_write, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + timeout
        while True:
            answer = self.receive(deadline)
            if answer.get("id") == message["id"]:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            if answer.get("method") == "Page.javascriptDialogOpening":
                self.events.append(answer)
                self.number += 1
                reply = {"id": self.number, "method": "Page.handleJavaScriptDialog", "params": {"accept": True},
                         "sessionId": answer.get("sessionId")}
                os.write(self.to_write, json.dumps(reply).encode() + b"\0")
            elif "method" in answer:
                self.events.append(answer)

    def run(self, script, timeout=60):
        """The value of an expression in the page, awaited."""
        result = self.call("Runtime.evaluate", timeout=timeout, expression=script, awaitPromise=True, returnByValue=True,
                           userGesture=True)
        if "exceptionDetails" in result:
            facts = result["exceptionDetails"]
            raise RuntimeError(facts.get("exception", {}).get("description", facts["text"]))
        return result["result"].get("value")

    def wait(self, script, timeout=60):
        """Waits until an expression in the page is true."""
        return self.run(
            "new Promise((done, fail) => { const end = performance.now() + %d; (function look() {"
            " if (%s) done(true); else if (performance.now() > end) fail(new Error(%s)); else setTimeout(look, 20); })(); })"
            % (timeout * 1000, script, json.dumps("waited in vain: " + script)), timeout + 10)

    def open(self, address):
        """Loads an address and waits for it."""
        self.call("Page.navigate", url=address)
        self.wait(f"location.href.startsWith({json.dumps(address[:30])}) && document.readyState === 'complete'")

    def size(self, width, height, scale=1):
        """Gives the page a size."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=False)

    def look(self, dark=False, media=""):
        """Light or dark, screen or paper."""
        self.call("Emulation.setEmulatedMedia", media=media,
                  features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def picture(self, path, whole=True):
        """Writes a picture of the page."""
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def paper(self, path):
        """Prints the page and tells how many sheets it takes."""
        data = base64.b64decode(self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=False)["data"])
        with open(path, "wb") as file:
            file.write(data)
        return data.count(b"/Type /Page\n") or data.count(b"/Type /Page ") or data.count(b"/Type/Page")

    def choose(self, selector, files):
        """Puts files into an input."""
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        node = self.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.call("DOM.setFileInputFiles", nodeId=node, files=[os.path.abspath(file) for file in files])

    def key(self, key, code=None, number=0):
        """Presses a key."""
        facts = {"key": key, "code": code or key, "windowsVirtualKeyCode": number}
        if key == "Enter":
            facts["text"] = "\r"
        elif key == " ":
            facts["text"] = " "
        self.call("Input.dispatchKeyEvent", type="keyDown", **facts)
        self.call("Input.dispatchKeyEvent", type="keyUp", **facts)

    def close(self):
        """Ends the browser."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)
