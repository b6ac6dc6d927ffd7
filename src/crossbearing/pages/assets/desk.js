// The workbench alone: decide by key, undo, filters that apply themselves, files dropped, charts saved.
"use strict";
const csrf = $('meta[name="csrf"]').content;
function said(text) {
  let t = $(".toast"); if (!t) { t = document.createElement("div"); t.className = "toast"; t.setAttribute("role", "status"); document.body.append(t); }
  t.textContent = text; t.hidden = false; clearTimeout(said.timer); said.timer = setTimeout(() => { t.hidden = true; }, Math.max(4000, 70 * text.length));
}
// what is to be said on the page that comes
function saidNext(text) { try { sessionStorage.crossbearingSaid = text; } catch { /* then it is not said */ } }
try { if (sessionStorage.crossbearingSaid) said(sessionStorage.crossbearingSaid); delete sessionStorage.crossbearingSaid; } catch { /* same */ }
// one after the other, in the order of the keys: an undoing never overtakes what it takes back
let turn = Promise.resolve(), waiting = 0;
// `body()` is made when its turn comes: then the forms know what was decided before it
function send(path, body) {
  waiting++;
  const mine = turn.then(async () => {
    let answer;
    // a ledger that another process writes to is asked again: nothing that was pressed is dropped for that
    for (let n = 0; n < 5 && (!answer || answer.status === 503); n++) answer = await fetch(path, { method: "POST", keepalive: true, headers: { "Content-Type": "application/json", "X-CSRF": csrf }, body: JSON.stringify(body()) });
    const made = await answer.json().catch(() => ({ what: answer.statusText }));
    return answer.ok && made.seq ? made : { ...made, what: [made.what || `Not recorded: ${answer.status}`, made.do].filter(Boolean).join(". "), refused: answer.status };
  }).catch(() => ({ refused: 0, what: "The workbench does not answer; nothing was recorded" })).then(made => { waiting--; if (made.refused !== undefined) said(made.what); return made; });
  return (turn = mine);
}
// no page is left before all that was pressed on it is recorded
leave = to => { const busy = waiting > 0; return turn.then(made => { if (!busy || made?.refused === undefined) location.assign(to); }); };
document.addEventListener("click", e => {
  const a = e.target.closest("a[href]");
  if (!waiting || !a || e.defaultPrevented || e.button || e.ctrlKey || e.metaKey || e.shiftKey || a.hasAttribute("download") || a.getAttribute("href").startsWith("#")) return;
  e.preventDefault(); leave(a.href);
});
addEventListener("beforeunload", e => { if (waiting) e.preventDefault(); });
function again(at) { if (at !== location.hash) history.replaceState(null, "", at); location.reload(); }
// which claims were decided on, in the text, the outline and the count above it
const LETTERS = { confirm: "y", reject: "n", unclear: "h" };
function mark(card, verdict) {
  const n = card?.dataset.n; if (!n) return;
  $$(`.tag[data-go="${n}"], .outline a[data-go="${n}"]`).forEach(t => { if (verdict) t.dataset.v = LETTERS[verdict]; else delete t.dataset.v; });
  const told = $(".outline h3 .tiny"), all = cards(); if (!told) return;
  told.dataset.all ||= told.textContent;
  told.textContent = `${told.dataset.all}, ${all.filter(c => $('[aria-pressed="true"]', c)).length} decided`;
}
for (const b of $$('.card [data-decide] [aria-pressed="true"]')) mark(b.closest(".card"), b.value);
const pressed = form => $('[aria-pressed="true"]', form)?.value || "";
function press(form, verdict) { $$("button[name=verdict]", form).forEach(b => b.setAttribute("aria-pressed", String(b.value === verdict))); mark(form.closest(".card"), verdict); }
// why it was not recorded stands in the card; the next press is made with that in sight
function told(box, words) {
  let p = $("[data-told]", box); if (!p) { p = document.createElement("p"); p.className = "mask"; p.dataset.told = ""; p.setAttribute("role", "alert"); box.append(p); }
  p.textContent = words; p.hidden = !words;
}
const undoable = [];   // what was decided on this page, so that it can be taken back without fetching it anew
// shown at once, taken back if refused; in the queue the next claim comes at once too
async function decide(form, verdict) {
  const before = pressed(form);
  const card = form.closest(".card"), n = card?.dataset.n, queued = Boolean($(".queue")), last = +n === cards().length;
  const seen = form.elements.seen, body = { subject: form.elements.subject.value, verdict }, link = $(`.queue [data-go="${n}"]`);
  const why = form.elements.reason; if (why?.value.trim()) body.reason = why.value.trim();
  press(form, verdict); told(form, "");
  if (link) link.dataset.v = verdict;
  if (queued && !last) step(1);
  const made = await send("/decisions", () => seen ? { ...body, seen: +seen.value } : body);
  if (made.refused !== undefined) {
    press(form, before); if (link) delete link.dataset.v;
    told(form, made.what); if (made.seen !== undefined) keep(card, made.seen);
    return queued && select(n, true);
  }
  keep(card, made.seq); undoable.push({ seq: made.seq, card, form, before, link });
  if (why) why.value = "";
  said(`${{ confirm: "Confirmed", reject: "Rejected", unclear: "Not enough information" }[verdict]}: claim ${n}. u takes it back.`);
  if (queued && last) leave(location.pathname + location.search);   // what waits behind those that were drawn
}
// the forms of a card know the last decision that the page was told of
function keep(card, seq) { if (card) $$("[name=seen]", card).forEach(f => { f.value = seq; }); }
acts.undo = async () => {
  const made = await send("/undo", () => ({})); if (made.refused !== undefined) return;
  const words = "Undone; both decisions stay in the history", last = undoable.at(-1);
  if (last?.seq === made.replaces) {   // to the claim that it was about
    undoable.pop(); press(last.form, last.before); keep(last.card, made.seq); if (last.link) delete last.link.dataset.v;
    said(words); return select(last.card.dataset.n, true);
  }
  saidNext(words); again(made.subject?.startsWith("c") ? `#${made.subject}` : location.hash);
};
// an edit is sent beside the page: what is wrong with it is told in the form, and nothing typed is lost
async function edit(form) {
  const made = await send("/decisions", () => Object.fromEntries(new FormData(form)));
  if (made.refused !== undefined) { told(form, made.what); if (made.seen !== undefined) form.elements.seen.value = made.seen; return; }
  const card = form.closest(".card"), link = $(`.queue [data-go="${card?.dataset.n}"]`), back = new URL(form.elements.back.value, location.href);
  if (link && form.matches("[data-edit]") && +card.dataset.n < cards().length) {
    link.dataset.v = "edit"; keep(card, made.seq); form.closest("details").open = false; told(form, ""); said(`Edited: claim ${card.dataset.n}. u takes it back.`);
    return step(1);
  }
  saidNext("Recorded"); if (back.pathname === location.pathname) again(card ? `#${card.dataset.claim}` : back.hash); else leave(back.href);
}
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
  form.elements["edit.start"].value = start; form.elements["edit.end"].value = end; words(form); said(`Characters ${start} to ${end}`);
};
// the span by key: in its two fields the arrows go from word to word, and the words stand below
function texts(form) {
  const near = $(".ctx[data-start]", form.closest(".card, main"));
  return (near ? [near] : $$(".para[data-start], .headline[data-start]")).map(e => ({ at: +e.dataset.start, text: [...($("p", e) || e).textContent] }));
}
function words(form) {
  const from = +form.elements["edit.start"].value, to = +form.elements["edit.end"].value, box = form.elements["edit.start"].closest("fieldset");
  let out = $("output", box); if (!out) { out = document.createElement("output"); out.className = "q"; out.dir = "auto"; box.append(out); }
  out.textContent = texts(form).map(c => c.text.slice(Math.max(0, from - c.at), Math.max(0, to - c.at)).join("")).filter(Boolean).join(" … ") || "no words of this text";
}
document.addEventListener("input", e => { if (e.target.matches('[name="edit.start"], [name="edit.end"]')) words(e.target.form); });
document.addEventListener("keydown", e => {
  const by = { ArrowUp: -1, ArrowDown: 1 }[e.key], end = e.target.name === "edit.end"; if (!by || !(end || e.target.name === "edit.start")) return;
  e.preventDefault();
  const at = +e.target.value, black = c => c !== undefined && /\S/.test(c);
  const stops = texts(e.target.form).flatMap(({ at: first, text }) => text.flatMap((c, i) => black(c) && !black(text[end ? i + 1 : i - 1]) ? [first + i + (end ? 1 : 0)] : []));
  const next = by > 0 ? stops.find(s => s > at) : stops.filter(s => s < at).pop();
  if (next !== undefined) { e.target.value = next; words(e.target.form); }
});
keys.u = acts.undo;
// a reason is written before the verdict; Enter leaves the field and decides nothing
keys.w = e => { const f = $(".card.is-on .whyin input"); if (f && !f.disabled) { e.preventDefault(); f.focus(); } };
document.addEventListener("keydown", e => { if (e.key === "Enter" && e.target.closest(".whyin")) { e.preventDefault(); e.target.blur(); } });
for (const key of ["y", "n", "h"]) keys[key] = () => { const b = $(`.card.is-on [data-decide] [data-key="${key}"]`); if (b && !b.disabled) decide(b.form, b.value); };
document.addEventListener("submit", e => {
  const form = e.target.closest("[data-decide]");
  if (form && e.submitter) { e.preventDefault(); return decide(form, e.submitter.value); }
  if (e.target.matches("[data-edit], .settle, .letter")) { e.preventDefault(); edit(e.target); }
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
  const form = $("[data-edit]", box); if (form) words(form);
  if (d.dataset.key) $("input:not([type=hidden]), select", box)?.focus();
}
document.addEventListener("toggle", e => { if (e.target.matches?.("[data-part]")) openEdit(e.target); }, true);
keys.i = e => { const d = $(".card.is-on [data-part]"); if (d) { e.preventDefault(); if ($("#captured[open]")) acts.page(); d.dataset.key = "1"; d.open = !d.open; } };   // the captured page stands where the cards are
acts.page = () => { const d = $("#captured"); if (!d) return; d.open = !d.open; $('[data-act="page"]').setAttribute("aria-expanded", d.open); (d.open ? $("summary", d) : $('[data-act="page"]')).focus({ preventScroll: true }); };
keys.p = acts.page;
document.addEventListener("keydown", e => { if (e.key === "Escape" && $("#captured[open]") && !$("dialog[open]")) acts.page(); });
keys.o = () => { const a = $(".card.is-on [data-open]"); if (a) leave(a.href); };
for (const [key, rel] of [["[", "prev"], ["]", "next"]]) keys[key] = () => { const a = $(`a[rel="${rel}"]`); if (a) leave(a.href); };
$$(".nav a").forEach((a, i) => { keys[i + 1] = () => leave(a.href); });
// the next claim that is not decided on: here, else in the next report that has one
const left = () => cards().filter(c => !$('[aria-pressed="true"]', c) && !$(`.queue [data-go="${c.dataset.n}"][data-v]`));
keys["."] = () => {
  const others = left().filter(c => +c.dataset.n !== now), next = others.find(c => +c.dataset.n > now) || others[0], onward = $("[data-onward]");
  if (next) return select(next.dataset.n, true);
  if (onward) leave(onward.href); else if (cards().length) said("Nothing is left to decide here");
};
if (location.hash === "#open" && left().length) select(left()[0].dataset.n, true, true);
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
  const tell = () => { const some = [...field.files]; const much = some.reduce((n, f) => n + f.size, 0) > +drop.dataset.most;
    field.setCustomValidity(much ? `These are more than the ${drop.dataset.most / 1e6} MB that are taken at once` : ""); if (much) field.reportValidity();
    told.textContent = some.length ? `${some.length} file${some.length === 1 ? "" : "s"}: ${some.slice(0, 6).map(f => f.name).join(", ")}${some.length > 6 ? " …" : ""}` : before; };
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
