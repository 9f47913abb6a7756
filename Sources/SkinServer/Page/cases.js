"use strict";
function tell(place, text, isError) { $(place).replaceChildren(element("span", text, isError ? "error" : "")); }
async function ask(method, path, body) {
  const options = { method, headers: { "Content-Type": "application/json" } };
  if (body) options.body = JSON.stringify(body);
  let response;
  try { response = await fetch(path, options); } catch { throw new Error(t("The program does not answer. Is it still running?")); }
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error.message);
  return answer;
}

// Keeping: only what is shown, and only when asked to.
$("keep").onsubmit = async e => {
  e.preventDefault();
  if (!shown) return;
  const report = shown, photo = photos.find(p => p.digest === report.photo.sha256);
  if (!photo) return;
  if (running) { tell("kept", t("Wait until the answers are there, or stop them."), true); return; }
  const button = $("keep").querySelector("button");
  button.disabled = true;
  tell("kept", t("Keeping …"));
  try {
    const body = { photo: await base64(photo.bytes), report, earlier: [...earlier], history: shownWith.history, label: $("label").value, note: $("note").value, language };
    const entry = await ask("POST", "/api/cases", body);
    if (shown !== report) return;
    tell("kept", t("Kept as '{name}'. Questions that you ask from now on are not in it.", { name: entry.label }));
    $("keep").reset();
    if ($("cases").open) await list();
  } catch (e) { tell("kept", e.message, true); }
  finally { button.disabled = false; }
};
// The name of one person must not stay for the next photo.
document.addEventListener("newphoto", () => { $("keep").reset(); $("kept").replaceChildren(); });

// The list.
function line(entry) {
  const item = document.createElement("li"), link = element("a", undefined), remove = element("button", t("Delete"), "quiet");
  link.href = "/cases/" + entry.id;
  link.target = "_blank";
  link.rel = "noopener";
  link.append(element("bdi", entry.label));
  remove.type = "button";
  remove.setAttribute("aria-label", t("Delete {name}, kept {date}", { name: entry.label, date: entry.kept }));
  remove.onclick = () => deleteCases("/api/cases/" + entry.id, t("Delete the case '{name}' of {date}? It cannot be brought back.", { name: entry.label, date: entry.kept }));
  const facts = element("p");
  facts.append(link, t(", ") + t("kept {date}", { date: entry.kept }));
  item.append(facts, element("p", t("How soon to be seen: {haste}", { haste: entry.haste })));
  if (entry.note) item.append(element("p", entry.note, "a"));
  item.append(remove);
  return item;
}
async function list() {
  const { cases } = await ask("GET", "/api/cases?language=" + language);
  $("case-list").replaceChildren(...cases.map(line));
  $("delete-all").hidden = !cases.length;
  if (!cases.length && !$("case-status").textContent) tell("case-status", t("No case is kept."));
  return cases.length;
}
async function deleteCases(path, question) {
  if (!confirm(question)) return;
  tell("case-status", t("Deleting …"));
  try {
    const { deleted } = await ask("DELETE", path);
    tell("case-status", tn("{count} case is deleted.", "{count} cases are deleted.", deleted));
  } catch (e) { tell("case-status", e.message, true); }
  try { await list(); } catch (e) { tell("case-status", e.message, true); }
  // The button that had the focus is gone.
  $("cases-title").focus();
}
$("cases").ontoggle = async () => {
  $("case-status").replaceChildren();
  if (!$("cases").open) { $("case-list").replaceChildren(); return; }
  try { await list(); } catch (e) { tell("case-status", e.message, true); }
};
$("delete-all").onclick = () => deleteCases("/api/cases", t("Delete all kept cases? They cannot be brought back."));
