// The workbench alone: decide by key, undo, filters that apply themselves, files dropped, charts saved.
"use strict";
const csrf = $('meta[name="csrf"]').content;
function said(text) {
  let t = $(".toast"); if (!t) { t = document.createElement("div"); t.className = "toast"; t.setAttribute("role", "status"); document.body.append(t); }
  t.textContent = text; t.hidden = false; clearTimeout(said.timer); said.timer = setTimeout(() => t.hidden = true, 4000);
}
async function send(path, body) {
  const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRF": csrf }, body: JSON.stringify(body) });
  const made = await answer.json().catch(() => ({ what: answer.statusText }));
  if (!answer.ok) { said(made.what); return null; }
  return made;
}
async function decide(form, verdict) {
  const buttons = $$("button[name=verdict]", form), before = buttons.map(b => b.getAttribute("aria-pressed"));
  buttons.forEach(b => b.setAttribute("aria-pressed", String(b.value === verdict)));   // shown at once, taken back if refused
  const seen = form.elements.seen, body = { subject: form.elements.subject.value, verdict };
  if (seen) body.seen = +seen.value;
  const made = await send("/decisions", body);
  if (!made) return buttons.forEach((b, i) => b.setAttribute("aria-pressed", before[i]));
  if (seen) seen.value = made.seq;
  const card = form.closest(".card"), n = card?.dataset.n;
  $$(`.tag[data-go="${n}"]`).forEach(t => t.dataset.v = { confirm: "y", reject: "n", unclear: "h" }[verdict]);
  said(`${{ confirm: "Confirmed", reject: "Rejected", unclear: "Not enough information" }[verdict]}: claim ${n}. u takes it back.`);
  if ($(".queue")) step(1);
}
acts.undo = async () => { const made = await send("/undo", {}); if (made) { said("Undone; both decisions stay in the history"); setTimeout(() => location.reload(), 700); } };
acts.svg = e => {
  const svg = $("svg", document.getElementById(e.dataset.for)); if (!svg) return;
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([svg.outerHTML.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"')], { type: "image/svg+xml" })), download: "claims.svg" });
  link.click(); URL.revokeObjectURL(link.href);
};
keys.u = acts.undo;
for (const key of ["y", "n", "h"]) keys[key] = () => { const b = $(`.card.is-on [data-decide] [data-key="${key}"]`); if (b && !b.disabled) decide(b.form, b.value); };
document.addEventListener("submit", e => {
  const form = e.target.closest("[data-decide]");
  if (form && e.submitter) { e.preventDefault(); decide(form, e.submitter.value); }
  if (e.target.matches("[data-add]")) { const p = $("progress", e.target); p.hidden = false; }
});
document.addEventListener("change", e => { const f = e.target.closest("[data-facets]"); if (f) f.requestSubmit(); });
const drop = $("[data-add]");
if (drop) {
  for (const type of ["dragover", "drop"]) document.addEventListener(type, e => e.preventDefault());
  document.addEventListener("drop", e => { if (e.dataTransfer.files.length) $('input[type="file"]', drop).files = e.dataTransfer.files; });
}
