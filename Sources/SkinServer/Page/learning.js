"use strict";
// What kept cases turned out to be, how the program did on them, and learning from them. Uses ask, tell, $ and element of the page's other scripts.
(() => {
  let names = {};
  const section = document.createElement("details");
  section.id = "learning";
  section.append(element("summary", "What cases turned out to be"));
  section.append(element("p", "Say here what a case turned out to be, once it is known for sure. The program counts how it did, and can learn from such cases on this computer."));
  const tally = element("p", ""), status = element("p", ""), rows = document.createElement("ul"), learn = element("button", "Learn from the confirmed cases");
  status.id = "learning-status"; status.setAttribute("role", "status");
  learn.type = "button";
  section.append(tally, status, rows, learn);
  $("cases").after(section);

  const share = (found, words) => words + " " + found.count + " of " + found.of
    + (found.interval ? " (" + found.interval.map(x => Math.round(x * 100)).join(" to ") + " %)" : "");

  async function progress() {
    const answer = await ask("GET", "/api/cases/progress"), found = answer.tally;
    names = answer.classes;
    tally.textContent = found.cases === 0 ? "No case is confirmed yet."
      : share(found.right_first, "Right first:") + "; " + share(found.among_three, "right among three:") + "; "
        + share(found.missed_dangers, "dangers without haste:") + ". The ranges hold in 95 of 100 such clinics.";
    learn.disabled = found.cases + found.uncounted < 20;
    learn.title = learn.disabled ? "From 20 confirmed cases on" : "";
  }

  function row(entry) {
    const item = document.createElement("li"), form = document.createElement("form"), chosen = document.createElement("select");
    item.append(element("strong", entry.label), " " + entry.kept + " ");
    for (const slug of Object.keys(names)) { const option = element("option", names[slug]); option.value = slug; chosen.append(option); }
    const condition = document.createElement("input"), by = document.createElement("input"), save = element("button", "Confirm");
    chosen.setAttribute("aria-label", "Class"); condition.setAttribute("aria-label", "Condition"); by.setAttribute("aria-label", "Confirmed by");
    condition.placeholder = "condition, if known"; by.placeholder = "who says so, or how it was found"; by.required = true; by.maxLength = condition.maxLength = 200;
    if (entry.diagnosis) { chosen.value = entry.diagnosis.class; condition.value = entry.diagnosis.condition || ""; by.value = entry.diagnosis.by; save.textContent = "Change"; }
    form.append(chosen, condition, by, save);
    if (entry.diagnosis) {
      const back = element("button", "Take back");
      back.type = "button";
      back.onclick = () => act(() => ask("DELETE", "/api/cases/" + entry.id + "/diagnosis"), "Taken back.");
      form.append(back);
    }
    form.onsubmit = e => {
      e.preventDefault();
      act(() => ask("POST", "/api/cases/" + entry.id + "/diagnosis", { class: chosen.value, condition: condition.value, by: by.value }), "Confirmed: " + entry.label + ".");
    };
    item.append(form);
    return item;
  }

  async function act(work, words) {
    try { await work(); await show(); tell("learning-status", words); } catch (e) { tell("learning-status", e.message, true); }
  }

  async function show() {
    await progress();
    const found = await ask("GET", "/api/cases");
    rows.replaceChildren(...found.cases.map(row));
  }

  learn.onclick = async () => {
    learn.disabled = true;
    tell("learning-status", "Learning …");
    try {
      const found = await ask("POST", "/api/cases/fit");
      const percent = x => Math.round(x * 1000) / 10 + " %";
      tell("learning-status", "Learned from " + found.photos + " cases: right first " + percent(found.before.top1) + " before, " + percent(found.after.top1)
        + " after, each case left out in turn. It is used from now on, and stands in " + found.file + "; start with --fit to use it again.");
    } catch (e) { tell("learning-status", e.message, true); }
    finally { learn.disabled = false; }
  };

  section.ontoggle = () => { if (section.open) show().catch(e => tell("learning-status", e.message, true)); };
})();
