extension Page {
  /// The page's script; all text from outside goes in as text, never as markup.
  static let script = #"""
    "use strict";
    const $ = id => document.getElementById(id);
    const shownClasses = 6, shownConcepts = 6;
    let file = null, running = null, camera = null, shown = null, earlier = [];

    function element(tag, text, kind) {
      const e = document.createElement(tag);
      if (text !== undefined) e.textContent = text;
      if (kind) e.className = kind;
      return e;
    }
    function say(text, isError) { $("status").replaceChildren(element("span", text, isError ? "error" : "")); }
    const percent = p => (100 * p).toFixed(1);

    // The photo: chosen, dropped, pasted or taken.
    function choose(chosen) {
      if (!chosen) return;
      if (!["image/jpeg", "image/png"].includes(chosen.type)) {
        say("'" + chosen.name + "' is not a JPEG or PNG. Save it as one of these and try again.", true);
        return;
      }
      file = chosen;
      shown = null;
      earlier = [];
      document.dispatchEvent(new Event("newphoto"));
      $("result").hidden = true;
      for (const image of [$("photo"), $("printed")]) {
        if (image.src) URL.revokeObjectURL(image.src);
        image.src = URL.createObjectURL(file);
        image.hidden = false;
      }
      $("name").textContent = file.name;
      $("go").disabled = false;
      say("The photo is ready.");
    }
    $("file").onchange = e => choose(e.target.files[0]);
    const drop = $("drop");
    drop.ondragover = e => { e.preventDefault(); drop.classList.add("over"); };
    drop.ondragleave = () => drop.classList.remove("over");
    drop.ondrop = e => { e.preventDefault(); drop.classList.remove("over"); choose(e.dataTransfer.files[0]); };
    document.onpaste = e => { if (e.clipboardData.files.length) choose(e.clipboardData.files[0]); };
    if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) $("camera").hidden = true;
    $("camera").onclick = async () => {
      try {
        camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1920 } } });
      } catch {
        say("No camera can be used here. Choose a file instead.", true);
        return;
      }
      $("video").srcObject = camera;
      $("viewer").hidden = false;
      await $("video").play();
      $("take").focus();
    };
    function closeCamera() {
      if (camera) for (const track of camera.getTracks()) track.stop();
      camera = null;
      $("viewer").hidden = true;
    }
    $("close").onclick = () => { closeCamera(); $("camera").focus(); };
    $("take").onclick = () => {
      const video = $("video"), canvas = document.createElement("canvas");
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      canvas.getContext("2d").drawImage(video, 0, 0);
      canvas.toBlob(blob => {
        closeCamera();
        choose(new File([blob], "camera.jpg", { type: "image/jpeg" }));
        $("go").focus();
      }, "image/jpeg", 0.95);
    };

    // The six questions.
    function answerOf(field) {
      const number = field.querySelector("input[type=number]"), radio = field.querySelector("input[type=radio]:checked");
      if (number) return number.value === "" || !(+number.value >= 0) ? undefined : +number.value;
      if (radio) return radio.value === "" ? undefined : radio.value === "yes";
      const boxes = [...field.querySelectorAll("input[type=checkbox]:checked")];
      return boxes.length ? boxes.filter(b => b.value).map(b => b.value) : undefined;
    }
    function history() {
      const answers = {};
      for (const field of document.querySelectorAll("[data-question]")) {
        const answer = answerOf(field);
        if (answer !== undefined) answers[field.dataset.question] = answer;
      }
      return answers;
    }
    for (const part of document.querySelectorAll(".question")) {
      part.onchange = e => {
        const boxes = [...part.querySelectorAll("input[type=checkbox]")];
        if (e.target.checked && "none" in e.target.dataset) for (const b of boxes) if (b !== e.target) b.checked = false;
        if (e.target.checked && e.target.value) for (const b of boxes) if ("none" in b.dataset) b.checked = false;
        const isAnswered = [...part.querySelectorAll("[data-question]")].some(f => answerOf(f) !== undefined);
        part.querySelector(".mark").textContent = isAnswered ? "(answered)" : "";
        if (!$("result").hidden) say("The answers have changed. Look at the photo again.");
      };
      const next = part.querySelector(".next");
      if (next) next.onclick = () => {
        part.open = false;
        part.nextElementSibling.open = true;
        part.nextElementSibling.querySelector("summary").focus();
      };
    }

    // The report.
    function row(c) {
      const line = document.createElement("tr"), head = element("th", c.label), bar = element("td", undefined, "bar");
      head.scope = "row";
      if (c.speaks_for) {
        const noted = c.speaks_for.concepts;
        head.append(element("span", "Usual: " + c.speaks_for.appearance + "."
          + (noted.length ? " Noted by the model: " + noted.join(", ") + "." : ""), "why"));
      }
      const fill = document.createElement("div");
      fill.style.width = percent(c.probability) + "%";
      bar.append(fill);
      line.append(element("td", percent(c.probability) + " %"), head, bar);
      return line;
    }
    const levels = ["routine", "within-2-weeks", "within-24-hours", "emergency"];
    function showUrgency(report, words) {
      $("urgency").className = report.urgency.level;
      $("haste").textContent = "How soon to be seen: " + words.haste;
      $("reasons").replaceChildren(...report.urgency.reasons.map(r => element("p", r)));
      $("next").replaceChildren(...words.next.map(t => element("li", t)));
    }
    function show(report, words) {
      shown = report;
      $("result").hidden = false;
      showUrgency(report, words);
      $("outcome").textContent = words.outcome || "";
      $("findings").replaceChildren(...report.photo.quality.findings.map(f => element("li", f.advice)));
      const all = report.outcome === "not-skin" ? [] : report.differential || [];
      const rows = all.slice(0, shownClasses).map((c, i) => row(i < 3 ? c : { ...c, speaks_for: null }));
      const rest = all.slice(shownClasses);
      if (rest.length) rows.push(row({ label: rest.length + " other classes together", probability: rest.reduce((s, c) => s + c.probability, 0) }));
      $("seen").hidden = !all.length;
      $("classes").replaceChildren(...rows);
      $("concepts").textContent = report.concepts
        ? "What a clinician might note: " + report.concepts.slice(0, shownConcepts).map(c => c.name.toLowerCase().replace("(", " (") + " " + Math.round(100 * c.probability) + " %").join(", ") + "." : "";
      $("limits").replaceChildren(...words.limits.map(t => element("li", t)));
      $("haste").focus();
    }
    function fitPrint() {
      const count = $("result").textContent.length + document.querySelector("footer").textContent.length;
      document.body.classList.toggle("longer", count > 2800 && count <= 3600);
      document.body.classList.toggle("longest", count > 3600);
    }

    async function base64(blob) {
      const url = await new Promise((done, fail) => {
        const reader = new FileReader();
        reader.onload = () => done(reader.result);
        reader.onerror = () => fail(new Error("The file cannot be read any more. Choose it again."));
        reader.readAsDataURL(blob);
      });
      return url.slice(url.indexOf(",") + 1);
    }
    async function* lines(response) {
      const reader = response.body.getReader(), decoder = new TextDecoder();
      let rest = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        rest += decoder.decode(value, { stream: true });
        const whole = rest.split("\n");
        rest = whole.pop();
        for (const line of whole) if (line) yield JSON.parse(line);
      }
    }
    async function run(question) {
      if (!file) return;
      if (running) running.abort();
      const mine = running = new AbortController();
      $("go").disabled = true;
      $("stop").hidden = false;
      say("Looking at the photo …");
      if (!question) { $("answers").replaceChildren(); earlier = []; }
      let asked = "", answer = null;
      try {
        const body = { photo: await base64(file), history: history(), force: $("force").checked, earlier };
        if (question) body.question = question;
        const response = await fetch("/api/diagnose", { method: "POST", body: JSON.stringify(body), signal: mine.signal, headers: { "Content-Type": "application/json" } });
        if (!response.ok) throw new Error((await response.json()).error.message);
        for await (const e of lines(response)) {
          if (e.event === "queued") say("Waiting: " + e.place + " before you.");
          else if (e.event === "assessed") { if (!question) show(e.report, e.words); say("Answering …"); }
          else if (e.event === "question") {
            asked = e.text;
            answer = element("p", "", "a");
            $("answers").append(element("p", asked, "q"), answer);
          } else if (e.event === "text" && answer) answer.textContent += e.text;
          else if (e.event === "answered") { answer.textContent = e.text; earlier.push({ question: asked, answer: e.text }); }
          else if (e.event === "error") say(e.problem + " " + e.help, true);
          else if (e.event === "done") {
            if (levels.indexOf(e.report.urgency.level) > levels.indexOf($("urgency").className)) {
              showUrgency(e.report, e.words);
              shown.urgency = e.report.urgency;
            }
            say(e.report.outcome === "assessed" || e.report.answers.length ? "Done." : "Nothing is said about this photo: see below.");
          }
        }
      } catch (e) {
        if (e.name === "AbortError") { if (running === mine) say("Stopped."); } else say(e.message, true);
      }
      if (running === mine) { running = null; $("go").disabled = false; $("stop").hidden = true; }
      fitPrint();
    }
    $("go").onclick = () => run("");
    $("stop").onclick = () => { if (running) running.abort(); $("go").focus(); };
    $("print").onclick = () => { fitPrint(); window.print(); };
    $("new").onclick = () => location.reload();
    $("ask").onsubmit = e => {
      e.preventDefault();
      const question = $("question").value.trim();
      if (question) { run(question); $("question").value = ""; }
    };
    """#
}
