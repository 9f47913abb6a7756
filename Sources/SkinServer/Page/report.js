// The report. All text from outside goes in as text, never as markup.
const shownClasses = 5, explainedClasses = 3;
// The number in the language's digits for people, never for a style.
const percent = p => (100 * p).toFixed(1).replace(".", words.point);
function clearResult() {
  $("result").hidden = true;
  $("result").className = "";
  $("stale").hidden = true;
  for (const id of ["haste", "reasons", "outcome", "findings", "caveat", "classes", "measured", "conditions", "alternatives", "concepts", "answers", "next", "limits", "answered"]) $(id).replaceChildren();
  $("urgency").className = "";
  $("stop").hidden = true;
  $("go").className = "";
  $("go").disabled = !photos.length;
}
function row(c, name, evidence, isReliable) {
  const line = element("tr"), head = element("th", name), bar = element("td", undefined, "bar");
  head.scope = "row";
  if (evidence) head.append(element("span", evidence, "why"));
  const fill = element("div");
  fill.style.width = (100 * c.probability).toFixed(1) + "%";
  // A bar would claim what the model cannot tell.
  if (isReliable) bar.append(fill);
  line.append(element("td", percent(c.probability) + " %"), head, bar);
  return line;
}
function reason(of) {
  if (!of.signs.length) return element("p", of.text);
  const block = element("div"), list = element("ul");
  list.append(...of.signs.map(sign => element("li", sign)));
  block.append(element("p", of.text), list);
  return block;
}
function showUrgency(report, words) {
  const level = report.urgency ? report.urgency.level : "";
  // A photo that was refused has no level, but the danger signs are asked all the same.
  $("urgency").hidden = !words.reasons.length;
  $("urgency").className = level || "not-assessed";
  $("haste").textContent = words.haste ? words.haste[0].toLocaleUpperCase() + words.haste.slice(1) : "";
  $("reasons").replaceChildren(...words.reasons.map(reason));
  // No question stands between an emergency and care.
  const isAsked = level !== "emergency" && dangersAreOpen();
  $("unasked").hidden = !isAsked;
  $("urgency").classList.toggle("unasked", isAsked);
  $("next").replaceChildren(...words.next.map(t => element("li", t)));
}
function show(report, words, told) {
  shown = report;
  $("result").hidden = false;
  showUrgency(report, words);
  $("outcome").textContent = words.outcome || "";
  $("findings").replaceChildren(...(words.findings[0] || []).map(t => element("li", t)));
  const all = report.outcome === "not-skin" ? [] : report.differential || [];
  // A class with next to nothing is no possibility: a nought would read as ruled out.
  const some = all.slice(0, shownClasses).filter(c => c.probability >= 0.005);
  const rows = some.map((c, i) => row(c, words.classes[i].label, i < explainedClasses ? words.classes[i].evidence : "", !words.caveat));
  const rest = all.slice(some.length);
  if (rest.length) rows.push(row({ probability: rest.reduce((s, c) => s + c.probability, 0) }, tn("{count} other class", "{count} other classes together", rest.length), "", !words.caveat));
  $("seen").hidden = !all.length;
  $("caveat").textContent = words.caveat || "";
  $("measured").textContent = words.measured || "";
  $("classes").replaceChildren(...rows);
  const named = words.conditions || [];
  $("named").hidden = !named.length;
  $("conditions").replaceChildren(...named.map(t => element("li", t)));
  $("alternatives").replaceChildren(...(words.alternatives || []).map(t => element("li", t)));
  $("concepts").textContent = words.concepts || "";
  $("limits").replaceChildren(...words.limits.map(t => element("li", t)));
  $("answered").replaceChildren(...told.filter(t => t.isAnswered || t.isDanger).flatMap(t => [element("dt", t.question), element("dd", t.answer)]));
  const open = told.filter(t => !t.isAnswered && !t.isDanger).length;
  if (open) $("answered").append(element("dt", t("Other questions")), element("dd", tn("{count} not answered", "{count} not answered", open)));
  $("form").open = false;
  $("haste").focus();
}
// Answers that changed after the report: what it says about haste is no longer about this person.
function outdate() {
  if (running) stop();
  if ($("result").hidden) return;
  $("result").className = "stale";
  $("stale").hidden = false;
  $("stale").textContent = t("The answers have changed. What stands here is out of date; look again.");
  for (const id of ["ask", "print", "keep"]) if ($(id)) $(id).inert = true;
  $("unasked").hidden = true;
  nameLook(true);
  $("go").className = "";
  say(t("The answers have changed. Look again."));
}
function renew() {
  $("result").className = "";
  $("stale").hidden = true;
  for (const id of ["ask", "print", "keep"]) if ($(id)) $(id).inert = false;
}
