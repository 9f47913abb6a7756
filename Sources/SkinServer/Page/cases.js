"use strict";
function tell(place, text, isError) { $(place).replaceChildren(element("span", text, isError ? "error" : "")); }
async function ask(method, path, body) {
  const options = { method, headers: { "Content-Type": "application/json" } };
  if (body) options.body = JSON.stringify(body);
  let response;
  try { response = await fetch(path, options); } catch { throw new Error("The program does not answer. Is it still running?"); }
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
  if (running) { tell("kept", "Wait until the answers are there, or stop them.", true); return; }
  const button = $("keep").querySelector("button");
  button.disabled = true;
  tell("kept", "Keeping …");
  try {
    const body = { photo: await base64(photo.bytes), report, earlier: [...earlier], history: shownWith.history, label: $("label").value, note: $("note").value };
    const entry = await ask("POST", "/api/cases", body);
    if (shown !== report) return;
    tell("kept", "Kept as '" + entry.label + "'. Questions that you ask from now on are not in it.");
    $("keep").reset();
    if ($("cases").open) await list();
  } catch (e) { tell("kept", e.message, true); }
  finally { button.disabled = false; }
};
// The name of one person must not stay for the next photo.
document.addEventListener("newphoto", () => { $("keep").reset(); $("kept").replaceChildren(); });

// The list.
function line(entry) {
  const item = document.createElement("li"), link = element("a", undefined), remove = element("button", "Delete", "quiet");
  link.href = "/cases/" + entry.id;
  link.target = "_blank";
  link.rel = "noopener";
  link.append(element("bdi", entry.label));
  remove.type = "button";
  remove.setAttribute("aria-label", "Delete " + entry.label + ", kept " + entry.kept);
  remove.onclick = () => deleteCases("/api/cases/" + entry.id, "Delete the case '" + entry.label + "' of " + entry.kept + "? It cannot be brought back.");
  const facts = element("p");
  facts.append(link, ", kept " + entry.kept);
  item.append(facts, element("p", "How soon to be seen: " + entry.haste));
  if (entry.note) item.append(element("p", entry.note, "a"));
  item.append(remove);
  return item;
}
async function list() {
  const { cases } = await ask("GET", "/api/cases");
  $("case-list").replaceChildren(...cases.map(line));
  $("delete-all").hidden = !cases.length;
  if (!cases.length && !$("case-status").textContent) tell("case-status", "No case is kept.");
  return cases.length;
}
async function deleteCases(path, question) {
  if (!confirm(question)) return;
  tell("case-status", "Deleting …");
  try {
    const { deleted } = await ask("DELETE", path);
    tell("case-status", deleted === 1 ? "One case is deleted." : deleted + " cases are deleted.");
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
$("delete-all").onclick = () => deleteCases("/api/cases", "Delete all kept cases? They cannot be brought back.");
