// The report in pictures and few words, and read aloud by the browser where it has a voice for the language.
function picture48(name) {
  const svg = document.querySelector("#simple .icon").cloneNode(true);
  svg.querySelector("use").setAttribute("href", "#icon-" + name);
  svg.removeAttribute("hidden");
  return svg;
}
function simpleLine(line, tag) {
  const whole = element(tag);
  whole.append(picture48(line.picture), element("span", line.text));
  return whole;
}
let aloud = [];
function showSimple(report, simple, mine) {
  $("simple-haste").className = "haste " + (report.urgency ? report.urgency.level : "");
  $("simple-haste").replaceChildren(simpleLine(simple.haste, "h2"));
  $("advised").replaceChildren(...simple.advised.map(line => simpleLine(line, "p")));
  $("avoided").replaceChildren(...simple.avoided.map(line => simpleLine(line, "p")));
  $("signs").replaceChildren(...simple.signs.map(text => element("li", text)));
  $("soon").replaceChildren(...simple.soon.map(text => element("li", text)));
  $("soon-part").hidden = !simple.soon.length;
  const sites = mine.history.site || [], field = document.querySelector("[data-question=site]");
  document.querySelector("#simple .body").setAttribute("class", "body" + sites.map(site => " on-" + site).join(""));
  $("simple-where").textContent = wordsOf(field, sites.length ? sites : undefined);
  aloud = [simple.haste.text, $("reasons").textContent, t("Do"), ...simple.advised.map(line => line.text),
    ...simple.avoided.map(line => line.text), t("Go for help at once if there is:"), ...simple.signs,
    ...simple.soon.length ? [t("See a doctor today if there is:"), ...simple.soon] : []];
  hush();
}
function setSimple(isSimple) {
  $("simple-view").setAttribute("aria-pressed", String(isSimple));
  $("simple-view").textContent = isSimple ? t("Whole report") : t("Pictures and few words");
  $("simple").hidden = !isSimple;
  document.body.classList.toggle("simple", isSimple);
  try { localStorage.setItem("simple", isSimple ? "yes" : ""); } catch { /* It is forgotten with the page. */ }
}
$("simple-view").onclick = () => setSimple($("simple").hidden);
try { if (localStorage.getItem("simple")) setSimple(true); } catch { /* Nothing was remembered. */ }

// Speech: on this machine only, if the browser has a voice of this language that needs no network.
function voice() {
  return "speechSynthesis" in window ? speechSynthesis.getVoices().find(v => v.localService && v.lang.toLowerCase().split(/[-_]/)[0] === language) : undefined;
}
function hush() {
  if ("speechSynthesis" in window) speechSynthesis.cancel();
  $("read-aloud").textContent = t("Read aloud");
}
function findVoice() { $("read-aloud").hidden = !voice(); }
if ("speechSynthesis" in window) { findVoice(); speechSynthesis.onvoiceschanged = findVoice; }
$("read-aloud").onclick = () => {
  if (speechSynthesis.speaking) { hush(); return; }
  for (const text of aloud) {
    const saying = new SpeechSynthesisUtterance(text);
    saying.voice = voice();
    saying.lang = language;
    saying.rate = 0.9;
    speechSynthesis.speak(saying);
    if (text === aloud[aloud.length - 1]) saying.onend = hush;
  }
  $("read-aloud").textContent = t("Stop reading");
};
document.addEventListener("newphoto", hush);
