"use strict";
// What kept cases turned out to be, how the program did on them, and learning from them. Uses ask, tell, $ and element of the page's other scripts.
(() => {
  let names = {};
  const section = document.createElement("details");
  section.id = "learning";
  section.append(element("summary", t("What cases turned out to be")));
  section.append(element("p", t("Say here what a case turned out to be, once it is known for sure. The program counts how it did, and can learn from such cases on this computer.")));
  const tally = element("p", ""), status = element("p", ""), rows = document.createElement("ul"), learn = element("button", t("Learn from the confirmed cases"));
  status.id = "learning-status"; status.setAttribute("role", "status");
  learn.type = "button";
  section.append(tally, status, rows, learn);
  $("cases").after(section);

  const share = found => found.interval
    ? t("{count} of {all} ({low} to {high} %)", { count: found.count, all: found.of, low: Math.round(found.interval[0] * 100), high: Math.round(found.interval[1] * 100) })
    : t("{count} of {all}", { count: found.count, all: found.of });

  async function progress() {
    const answer = await ask("GET", "/api/cases/progress?language=" + language), found = answer.tally;
    names = answer.classes;
    tally.textContent = found.cases === 0 ? t("No case is confirmed yet.")
      : t("Right first: {first}; right among three: {three}; dangers without haste: {missed}. The ranges hold in 95 of 100 such clinics.",
        { first: share(found.right_first), three: share(found.among_three), missed: share(found.missed_dangers) });
    learn.disabled = found.cases + found.uncounted < 20;
    learn.title = learn.disabled ? t("From 20 confirmed cases on") : "";
  }

  function row(entry) {
    const item = document.createElement("li"), form = document.createElement("form"), chosen = document.createElement("select");
    item.append(element("strong", entry.label), " " + entry.kept + " ");
    for (const slug of Object.keys(names)) { const option = element("option", names[slug]); option.value = slug; chosen.append(option); }
    const condition = document.createElement("input"), by = document.createElement("input"), save = element("button", t("Confirm"));
    chosen.setAttribute("aria-label", t("Class")); condition.setAttribute("aria-label", t("Condition")); by.setAttribute("aria-label", t("Confirmed by"));
    condition.placeholder = t("condition, if known"); by.placeholder = t("who says so, or how it was found"); by.required = true; by.maxLength = condition.maxLength = 200;
    if (entry.diagnosis) { chosen.value = entry.diagnosis.class; condition.value = entry.diagnosis.condition || ""; by.value = entry.diagnosis.by; save.textContent = t("Change"); }
    form.append(chosen, condition, by, save);
    if (entry.diagnosis) {
      const back = element("button", t("Take back"));
      back.type = "button";
      back.onclick = () => act(() => ask("DELETE", "/api/cases/" + entry.id + "/diagnosis"), t("Taken back."));
      form.append(back);
    }
    form.onsubmit = e => {
      e.preventDefault();
      act(() => ask("POST", "/api/cases/" + entry.id + "/diagnosis", { class: chosen.value, condition: condition.value, by: by.value }), t("Confirmed: {name}.", { name: entry.label }));
    };
    item.append(form);
    return item;
  }

  async function act(work, words) {
    try { await work(); await show(); tell("learning-status", words); } catch (e) { tell("learning-status", e.message, true); }
  }

  async function show() {
    await progress();
    const found = await ask("GET", "/api/cases?language=" + language);
    rows.replaceChildren(...found.cases.map(row));
  }

  learn.onclick = async () => {
    learn.disabled = true;
    tell("learning-status", t("Learning …"));
    try {
      const found = await ask("POST", "/api/cases/fit");
      const percent = x => Math.round(x * 1000) / 10 + " %";
      tell("learning-status", t("Learned from {count} cases: right first {before} before, {after} after, each case left out in turn. It is used from now on, and stands in {file}; start with --fit to use it again.",
        { count: found.photos, before: percent(found.before.top1), after: percent(found.after.top1), file: found.file }));
    } catch (e) { tell("learning-status", e.message, true); }
    finally { learn.disabled = false; }
  };

  section.ontoggle = () => { if (section.open) show().catch(e => tell("learning-status", e.message, true)); };
})();
