// The workbench alone: decide by key, undo, filters that apply themselves, files dropped, charts saved.
"use strict";
const csrf = $('meta[name="csrf"]').content;
function said(text) {
  let t = $(".toast"); if (!t) { t = document.createElement("div"); t.className = "toast"; t.setAttribute("role", "status"); document.body.append(t); }
  t.textContent = text; t.hidden = false; clearTimeout(said.timer); said.timer = setTimeout(() => { t.hidden = true; }, 4000);
}
// one after the other, in the order of the keys: an undoing never overtakes what it takes back
let turn = Promise.resolve();
function send(path, body) {
  const mine = turn.then(async () => {
    const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRF": csrf }, body: JSON.stringify(body) });
    const made = await answer.json().catch(() => ({ what: answer.statusText }));
    if (answer.ok) return made;
    said(made.what); return null;
  }).catch(() => { said("The workbench does not answer; nothing was recorded"); return null; });
  return (turn = mine);
}
// shown at once, taken back if refused; in the queue the next claim comes at once too
async function decide(form, verdict) {
  const buttons = $$("button[name=verdict]", form), before = buttons.map(b => b.getAttribute("aria-pressed"));
  const card = form.closest(".card"), n = card?.dataset.n, queued = Boolean($(".queue")), last = +n === cards().length;
  const seen = form.elements.seen, body = { subject: form.elements.subject.value, verdict }, link = $(`.queue [data-go="${n}"]`);
  if (seen) body.seen = +seen.value;
  const why = form.elements.reason; if (why?.value.trim()) body.reason = why.value.trim();
  buttons.forEach(b => b.setAttribute("aria-pressed", String(b.value === verdict)));
  if (link) link.dataset.v = verdict;
  if (queued && !last) step(1);
  const made = await send("/decisions", body);
  if (!made) {
    buttons.forEach((b, i) => b.setAttribute("aria-pressed", before[i])); if (link) delete link.dataset.v;
    return queued && select(n, true);
  }
  if (seen) seen.value = made.seq;
  if (why) why.value = "";
  $$(`.tag[data-go="${n}"]`).forEach(t => t.dataset.v = { confirm: "y", reject: "n", unclear: "h" }[verdict]);
  said(`${{ confirm: "Confirmed", reject: "Rejected", unclear: "Not enough information" }[verdict]}: claim ${n}. u takes it back.`);
  if (queued && last) location.assign(location.pathname + location.search);   // what waits behind those that were drawn
}
acts.undo = async () => {
  const made = await send("/undo", {}); if (!made) return;
  said("Undone; both decisions stay in the history");
  const back = made.subject?.startsWith("c") ? `#${made.subject}` : location.hash;   // to the claim that it was about
  setTimeout(() => { if (back !== location.hash) history.replaceState(null, "", back); location.reload(); }, 700);
};
// a saved picture stands alone: its colours, fonts and hatches go with it
acts.svg = e => {
  const svg = $("svg", document.getElementById(e.dataset.for)); if (!svg) return;
  const copy = svg.cloneNode(true), style = getComputedStyle(root);
  const box = svg.viewBox.baseVal; copy.setAttribute("width", box.width); copy.setAttribute("height", box.height);
  const texts = $$("text", svg); $$("text", copy).forEach((t, i) => { const s = getComputedStyle(texts[i]); for (const [k, v] of [["font-size", s.fontSize], ["font-family", s.fontFamily], ["font-weight", s.fontWeight], ["fill", s.fill]]) t.setAttribute(k, v); });
  const defs = $("svg defs").cloneNode(true); copy.prepend(defs);
  const probe = document.createElement("i"); document.body.append(probe);
  const value = v => { probe.style.color = `var(${v})`; return getComputedStyle(probe).color || style.getPropertyValue(v); };
  let text = new XMLSerializer().serializeToString(copy).replace(/var\((--[\w-]+)\)/g, (_, v) => value(v));
  probe.remove();
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([text], { type: "image/svg+xml" })), download: `${e.dataset.name || "chart"}.svg` });
  link.click(); URL.revokeObjectURL(link.href);
};
// the words that are selected in the text, as characters of the report
acts.span = e => {
  const at = getSelection(), form = e.closest("form");
  if (!at.rangeCount || at.isCollapsed) return said("Select words of the text first");
  const offset = (node, n) => {
    const p = (node.nodeType === 1 ? node : node.parentElement).closest(".para p, .headline, .ctx[data-start]"); if (!p) return null;
    const r = document.createRange(); r.setStart(p, 0); r.setEnd(node, n);
    return +p.closest("[data-start]").dataset.start + [...r.toString()].length;   // code points, as the ledger counts
  };
  const r = at.getRangeAt(0), start = offset(r.startContainer, r.startOffset), end = offset(r.endContainer, r.endOffset);
  if (start === null || end === null || end <= start) return said("Select words of the text first");
  form.elements["edit.start"].value = start; form.elements["edit.end"].value = end; said(`Characters ${start} to ${end}`);
};
keys.u = acts.undo;
// a reason is written before the verdict; Enter leaves the field and decides nothing
keys.w = e => { const f = $(".card.is-on .whyin input"); if (f && !f.disabled) { e.preventDefault(); f.focus(); } };
document.addEventListener("keydown", e => { if (e.key === "Enter" && e.target.closest(".whyin")) { e.preventDefault(); e.target.blur(); } });
for (const key of ["y", "n", "h"]) keys[key] = () => { const b = $(`.card.is-on [data-decide] [data-key="${key}"]`); if (b && !b.disabled) decide(b.form, b.value); };
document.addEventListener("submit", e => {
  const form = e.target.closest("[data-decide]");
  if (form && e.submitter) { e.preventDefault(); decide(form, e.submitter.value); }
});
// filters apply themselves; an empty field stays out of the address
function apply(form) { $$("input, select", form).forEach(i => i.disabled = !i.value || (i.name === "why" && !i.value) || (i.name === "sort" && i.value === "reports")); form.requestSubmit(); }
document.addEventListener("change", e => { const f = e.target.closest("[data-facets]"); if (f && !e.target.dataset.slider) apply(f); });
for (const s of $$("[data-slider]")) {
  const day = 864e5, first = Date.parse(s.dataset.first), last = Date.parse(s.dataset.last), field = s.form.elements[s.dataset.slider];
  const iso = n => new Date(first + n * day).toISOString().slice(0, 10);
  s.hidden = last <= first; s.min = 0; s.max = Math.round((last - first) / day); s.value = field.value ? Math.round((Date.parse(field.value) - first) / day) : s.max;
  s.setAttribute("aria-valuetext", field.value || iso(+s.value));
  s.addEventListener("input", () => { field.value = iso(+s.value); s.setAttribute("aria-valuetext", field.value); });
  s.addEventListener("change", () => { if (+s.value === +s.max) field.value = ""; apply(s.form); });
}
// the form of an edit comes when it is asked for
async function openEdit(d) {
  if (!d.open || d.dataset.got) return; d.dataset.got = "1";
  const answer = await fetch(d.dataset.part); if (!answer.ok) { delete d.dataset.got; return said("The form could not be fetched"); }
  const box = document.createElement("div"); box.innerHTML = await answer.text(); d.append(box);
  if (d.dataset.key) $("input, select", box)?.focus();
}
document.addEventListener("toggle", e => { if (e.target.matches?.("[data-part]")) openEdit(e.target); }, true);
keys.i = e => { const d = $(".card.is-on [data-part]"); if (d) { e.preventDefault(); d.dataset.key = "1"; d.open = !d.open; } };
acts.page = () => { const d = $("#captured"); if (!d) return; d.open = !d.open; $('[data-act="page"]').setAttribute("aria-expanded", d.open); (d.open ? $("summary", d) : $('[data-act="page"]')).focus({ preventScroll: true }); };
keys.p = acts.page;
document.addEventListener("keydown", e => { if (e.key === "Escape" && $("#captured[open]") && !$("dialog[open]")) acts.page(); });
keys.o = () => { const a = $(".card.is-on [data-open]"); if (a) location.assign(a.href); };
for (const [key, rel] of [["[", "prev"], ["]", "next"]]) keys[key] = () => { const a = $(`a[rel="${rel}"]`); if (a) location.assign(a.href); };
for (const d of $$("[data-lazy]")) d.addEventListener("toggle", () => { const f = $("iframe", d); if (d.open && !f.src) f.src = f.dataset.src; });
// how far an adding is
const under = $("[data-progress]");
async function look() {
  const answer = await fetch(under.dataset.progress), told = answer.ok ? await answer.json() : null;
  if (!told || told.state === "done" || told.state === "failed") return location.reload();
  $("[data-state]", under).textContent = told.state === "linking" ? "Linking the events" : "Reading";
  $("[data-sum]", under).textContent = `${told.steps.length} read or told of; ${told.files} file${told.files === 1 ? "" : "s"} sent`;
  const list = $("[data-steps]", under);
  for (const s of told.steps.slice(list.children.length)) {
    const li = document.createElement("li"), b = document.createElement("b"); b.textContent = s.outcome;
    li.append(b, ` ${s.where} `, s.outcome === "read" ? `${s.claims} claims, ${s.skips} skipped` : `${s.note || ""} ${s.do || ""}`); list.append(li);
  }
  setTimeout(look, 800);
}
if (under) setTimeout(look, 500);
// files may be dropped anywhere on the page; what will be sent is named
const drop = $("[data-add]");
if (drop) {
  const field = $('input[type="file"]', drop), told = $("[data-chosen]", drop), before = told.textContent;
  for (const type of ["dragover", "dragleave", "drop"]) document.addEventListener(type, e => { e.preventDefault(); root.classList.toggle("is-over", type === "dragover"); });
  const tell = () => { const some = [...field.files]; told.textContent = some.length ? `${some.length} file${some.length === 1 ? "" : "s"}: ${some.slice(0, 6).map(f => f.name).join(", ")}${some.length > 6 ? " …" : ""}` : before; };
  document.addEventListener("drop", e => { if (e.dataTransfer.files.length) { field.files = e.dataTransfer.files; tell(); } });
  field.addEventListener("change", tell);
}
// days are chosen on the timeline by drawing over them; the fields From and to do the same
for (const axis of $$(".tl [data-axis]")) {
  const form = $("#facets"), tl = axis.parentNode, first = Date.parse(axis.dataset.first), last = Date.parse(axis.dataset.last), day = 864e5;
  if (!form?.elements.since) break;
  tl.dataset.pick = "";
  tl.addEventListener("pointerdown", e => {
    if (e.button !== 0 || e.pointerType === "touch") return;
    const box = axis.getBoundingClientRect(), left = box.left, wide = box.width;
    const at = x => Math.min(1, Math.max(0, (x - left) / wide)), from = at(e.clientX); let to = from;
    if (e.clientX < left) return;
    const shade = document.createElementNS(axis.namespaceURI, "rect"); shade.setAttribute("class", "brush"); shade.setAttribute("y", 16); shade.setAttribute("height", box.height - 18); axis.append(shade);
    const move = m => { to = at(m.clientX); shade.setAttribute("x", `${100 * Math.min(from, to)}%`); shade.setAttribute("width", `${100 * Math.abs(to - from)}%`); };
    const stop = () => {
      removeEventListener("pointermove", move); removeEventListener("pointerup", stop); removeEventListener("pointercancel", stop);
      if (Math.abs(to - from) * wide < 6) return shade.remove();
      const days = Math.round((last - first) / day) + 1, iso = part => new Date(first + Math.min(days - 1, Math.floor(part * days)) * day).toISOString().slice(0, 10);
      form.elements.since.value = iso(Math.min(from, to)); form.elements.until.value = iso(Math.max(from, to)); apply(form);
    };
    e.preventDefault(); addEventListener("pointermove", move); addEventListener("pointerup", stop); addEventListener("pointercancel", stop);
  });
}
