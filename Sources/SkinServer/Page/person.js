// What is known about the person: only what was answered is sent; "none of these" is an answer, nothing ticked is none.
function answerOf(field) {
  const number = field.querySelector("input[type=number]"), radio = field.querySelector("input[type=radio]:checked");
  if (number) return number.value === "" || !(+number.value >= 0) ? undefined : +number.value;
  if (field.querySelector("input[type=radio]")) {
    if (!radio || radio.value === "") return undefined;
    return "truth" in field.dataset ? radio.value === "yes" : radio.value;
  }
  const boxes = [...field.querySelectorAll("input[type=checkbox]:checked")];
  return boxes.length ? boxes.filter(b => b.value).map(b => b.value) : undefined;
}
function wordsOf(field, answer) {
  if (answer === undefined) return t("not answered");
  const ticked = [...field.querySelectorAll("input:checked")].map(b => b.parentElement.textContent.trim());
  return ticked.length ? ticked.join(t("; ")) : String(answer);
}
const fields = () => [...document.querySelectorAll("[data-question]")];
function person() {
  const history = {}, told = [];
  for (const field of fields()) {
    const answer = answerOf(field);
    if (answer !== undefined) history[field.dataset.question] = answer;
    told.push({ question: field.dataset.wording, answer: wordsOf(field, answer), isAnswered: answer !== undefined, isDanger: "danger" in field.dataset });
  }
  return { history, told };
}
const dangers = () => [...document.querySelectorAll("[data-danger]")];
function markAnswers() {
  const all = dangers(), open = all.filter(f => answerOf(f) === undefined).length;
  $("form-state").textContent = !open ? t("danger signs answered") : open < all.length ? t("danger signs answered in part") : t("danger signs not answered");
  const extra = fields().filter(f => !("danger" in f.dataset) && answerOf(f) !== undefined).length;
  $("extra-state").textContent = extra ? tn("({count} answered)", "({count} answered)", extra) : "";
}
for (const field of fields()) {
  field.onchange = e => {
    const boxes = [...field.querySelectorAll("input[type=checkbox]")];
    if (e.target.checked && "none" in e.target.dataset) for (const b of boxes) if (b !== e.target) b.checked = false;
    if (e.target.checked && e.target.value) for (const b of boxes) if ("none" in b.dataset) b.checked = false;
  };
}
$("person").onchange = () => {
  markAnswers();
  outdate();
};
$("person").onsubmit = e => { e.preventDefault(); if (!$("go").disabled) run(""); };
const dangersAreOpen = () => dangers().some(f => answerOf(f) === undefined);
function askDangers() {
  $("form").open = true;
  const field = dangers().find(f => answerOf(f) === undefined) || dangers()[0];
  if (field) field.querySelector("input").focus();
}
$("ask-danger").onclick = askDangers;
// A browser may keep ticks over a reload; they would be those of another person.
function clearPerson() {
  for (const form of document.querySelectorAll("form")) form.reset();
  markAnswers();
}
clearPerson();
