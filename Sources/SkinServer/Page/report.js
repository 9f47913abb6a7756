// The report. All text from outside goes in as text, never as markup.
const shownClasses = 5, explainedClasses = 3;
const percent = p => (100 * p).toFixed(1);
function clearResult() {
  $("result").hidden = true;
  $("result").className = "";
  $("stale").hidden = true;
  for (const id of ["haste", "reasons", "outcome", "findings", "classes", "conditions", "concepts", "answers", "next", "limits", "answered"]) $(id).replaceChildren();
  $("urgency").className = "";
  $("stop").hidden = true;
  $("go").className = "";
  $("go").disabled = !photos.length;
}
function row(c, isExplained) {
  const line = element("tr"), head = element("th", c.label), bar = element("td", undefined, "bar");
  head.scope = "row";
  if (isExplained && c.speaks_for) {
    const noted = c.speaks_for.concepts;
    head.append(element("span", "Usual: " + c.speaks_for.appearance + "."
      + (noted.length ? " Noted more than on most photos: " + noted.join(", ") + "." : ""), "why"));
  }
  const fill = element("div");
  fill.style.width = percent(c.probability) + "%";
  bar.append(fill);
  line.append(element("td", percent(c.probability) + " %"), head, bar);
  return line;
}
function showUrgency(report, words) {
  const level = report.urgency ? report.urgency.level : "";
  $("urgency").hidden = !level;
  $("urgency").className = level;
  $("haste").textContent = words.haste ? words.haste[0].toUpperCase() + words.haste.slice(1) : "";
  $("reasons").replaceChildren(...(report.urgency ? report.urgency.reasons : []).map(r => element("p", r)));
  $("unasked").hidden = level !== "not-assessed";
  $("next").replaceChildren(...words.next.map(t => element("li", t)));
}
function show(report, words, told) {
  shown = report;
  $("result").hidden = false;
  showUrgency(report, words);
  $("outcome").textContent = words.outcome || "";
  $("findings").replaceChildren(...report.photo.quality.findings.map(f => element("li", f.advice)));
  const all = report.outcome === "not-skin" ? [] : report.differential || [];
  const rows = all.slice(0, shownClasses).map((c, i) => row(c, i < explainedClasses));
  const rest = all.slice(shownClasses);
  if (rest.length) rows.push(row({ label: rest.length + " other groups together", probability: rest.reduce((s, c) => s + c.probability, 0) }));
  $("seen").hidden = !all.length;
  $("classes").replaceChildren(...rows);
  const named = words.conditions || [];
  $("named").hidden = !named.length;
  $("conditions").replaceChildren(...named.map(t => element("li", t)));
  $("concepts").textContent = words.concepts || "";
  $("limits").replaceChildren(...words.limits.map(t => element("li", t)));
  $("answered").replaceChildren(...told.filter(t => t.isAnswered || t.isDanger).flatMap(t => [element("dt", t.question), element("dd", t.answer)]));
  const open = told.filter(t => !t.isAnswered && !t.isDanger).length;
  if (open) $("answered").append(element("dt", "Other questions"), element("dd", open + " not answered"));
  $("form").open = false;
  $("haste").focus();
}
// Answers that changed after the report: what it says about haste is no longer about this person.
function outdate() {
  if (running) stop();
  if ($("result").hidden) return;
  $("result").className = "stale";
  $("stale").hidden = false;
  $("stale").textContent = "The answers have changed. What stands here is out of date; look again.";
  for (const id of ["ask", "print", "keep"]) if ($(id)) $(id).inert = true;
  $("unasked").hidden = true;
  nameLook(true);
  $("go").className = "";
  say("The answers have changed. Look again.");
}
function renew() {
  $("result").className = "";
  $("stale").hidden = true;
  for (const id of ["ask", "print", "keep"]) if ($(id)) $(id).inert = false;
}
