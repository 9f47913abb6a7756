// One run: the photos and answers of one moment. Every line that comes back is shown only while they are still the ones
// on the page, and only if the report names the digests of the bytes that were sent.
async function base64(bytes) {
  const url = await new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => fail(new Error(t("The photo cannot be read any more. Choose it again.")));
    reader.readAsDataURL(new Blob([bytes]));
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
    for (const line of whole) if (line.trim()) yield JSON.parse(line);
  }
}
function isOf(report, list) {
  const digests = (report.photos || [report.photo]).map(p => p.sha256).sort().join();
  return digests === list.map(p => p.digest).sort().join();
}
async function run(question) {
  if (!photos.length) return;
  if (running) running.stop.abort();
  if (!question) { forget(); renew(); }
  const mine = running = { stop: new AbortController(), epoch, photos, ...(question ? shownWith : person()) };
  isLookedAt = true;
  $("go").className = "";
  const isCurrent = () => running === mine && mine.epoch === epoch && mine.photos === photos;
  $("go").disabled = true;
  $("stop").hidden = false;
  say(t("Looking at the photo …"));
  let asked = "", answer = null, isWhole = false;
  try {
    const pictures = [];
    for (const photo of mine.photos) pictures.push(await base64(photo.bytes));
    if (!isCurrent()) return;
    const body = { history: mine.history, force: $("force").checked, earlier, language };
    if (pictures.length > 1) body.photos = pictures; else body.photo = pictures[0];
    if (question) body.question = question;
    const response = await fetch("/api/diagnose", { method: "POST", body: JSON.stringify(body), signal: mine.stop.signal, headers: { "Content-Type": "application/json" } });
    if (!response.ok) throw new Error((await response.json()).error.message);
    for await (const e of lines(response)) {
      if (!isCurrent()) return;
      if (e.report && !isOf(e.report, mine.photos)) {
        mine.stop.abort();
        forget();
        $("go").disabled = false;
        say(t("What came back is about another photo, so nothing of it is shown. Look again."), true);
        return;
      }
      if (e.event === "queued") say(tn("Waiting: {count} before you.", "Waiting: {count} before you.", e.place));
      else if (e.event === "assessed") {
        if (!question) { show(e.report, e.words, mine.told); showSimple(e.report, e.words.simple, mine); shownWith = { history: mine.history, told: mine.told }; }
        say(t("Answering …"));
      } else if (e.event === "question") {
        asked = e.text;
        answer = element("p", "", "a");
        $("answers").append(element("p", e.translated || asked, "q"), answer);
      } else if (e.event === "text" && answer) answer.textContent += e.translated || e.text;
      else if (e.event === "answered" && answer) { answer.textContent = e.translated || e.text; earlier.push({ question: asked, answer: e.text, typed: question || undefined }); }
      else if (e.event === "error") { isWhole = true; say(e.problem + " " + e.help, true); }
      else if (e.event === "done") {
        isWhole = true;
        nameLook(true);
        $("go").className = "quiet";
        // Who takes a better photo of the same skin need not answer anew.
        if (e.report.outcome === "unusable-photo" || e.report.outcome === "not-skin") isLookedAt = false;
        say(e.report.answers.length ? t("Done.") : t("Nothing is said about this photo: see below."));
      }
    }
    if (!isWhole && isCurrent()) say(t("The answer broke off. Look again."), true);
  } catch (e) {
    if (isCurrent()) {
      if (e.name === "AbortError") say(t("Stopped."));
      else say(e instanceof TypeError ? t("The program does not answer. Is it still running?") : e.message, true);
    }
  } finally {
    if (running === mine) { running = null; $("go").disabled = !photos.length; $("stop").hidden = true; }
  }
}
function stop() {
  if (!running) return;
  running.stop.abort();
  running = null;
  $("go").disabled = !photos.length;
  $("stop").hidden = true;
  say(t("Stopped."));
}
$("go").onclick = () => run("");
$("stop").onclick = () => { stop(); $("go").focus(); };
$("print").onclick = () => window.print();
$("new").onclick = () => {
  closeCamera();
  setPhotos([]);
  clearPerson();
  isLookedAt = false;
  renew();
  say(t("Everything about the last person is gone from this page."));
  $("file").focus();
};
$("ask").onsubmit = e => {
  e.preventDefault();
  const question = $("question").value.trim();
  if (!question) return;
  if (!shown || running) { say(t("Wait until the answers are there, or stop them."), true); return; }
  run(question);
  $("question").value = "";
};
// Reloading and leaving forget everything: not without a word.
window.onbeforeunload = e => { if (photos.length || fields().some(f => answerOf(f) !== undefined)) { e.preventDefault(); return ""; } };
