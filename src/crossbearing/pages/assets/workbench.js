// The behaviour of the report and the workbench: pages, choose, hover, filter, theme, keys. Works on marks that the server drew.
"use strict";
const $ = (s, r = document) => r.querySelector(s), $$ = (s, r = document) => [...r.querySelectorAll(s)];
const root = document.documentElement, isStatic = document.body.hasAttribute("data-static");
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// ---- theme: system, light, dark; ?theme=dark opens in one
const themes = ["system", "light", "dark"];
function setTheme(t) {
  if (t === "system") delete root.dataset.theme; else root.dataset.theme = t;
  $$("[data-theme-name]").forEach(e => e.textContent = t);
  try { localStorage.crossbearingTheme = t; } catch { /* a file page may have no storage */ }
}
let theme = new URLSearchParams(location.search).get("theme");
try { theme = theme || localStorage.crossbearingTheme; } catch { /* same */ }
setTheme(themes.includes(theme) ? theme : "system");

// ---- pages of the one-file report: #events, #reports, #event-ID, #report-ID, #report-ID/5
let page = document.body;
function route() {
  const [target, n] = decodeURIComponent(location.hash.slice(1) || "events").split("/");
  if (isStatic) {
    const [name, query] = target.split("?");
    const next = document.getElementById(name)?.closest(".page") || $(".page");
    if (next !== page) {
      $$(".page").forEach(p => p.classList.toggle("is-on", p === next));
      $$("[data-nav]").forEach(a => { const on = a.dataset.nav === next.dataset.page; a.classList.toggle("is-on", on); on ? a.setAttribute("aria-current", "page") : a.removeAttribute("aria-current"); });
      page = next; scrollTo(0, 0); if (document.readyState !== "complete" && !n) addEventListener("load", () => requestAnimationFrame(() => scrollTo(0, 0)));
      const h = $("h1", page); document.title = (h ? h.textContent.trim() + " · " : "") + "Crossbearing";
    }
    if (query !== undefined) facetsFromUrl(query);
  }
  if (cards().length) {
    const wanted = isStatic ? n : target === "events" ? "" : target;
    const card = wanted && cards().find(c => c.dataset.claim === wanted || c.dataset.n === wanted);
    select(card ? card.dataset.n : 1, Boolean(card), true, true);
  }
}
addEventListener("hashchange", route);

// ---- one list to step through: the claims of a report, or the rows of a table
const cards = () => $$(".card[data-n]", page);
const rows = () => $$("tr[data-item]", page).filter(r => !r.hidden);
const has = (el, n) => (el.dataset.c || "").split(" ").includes(String(n));
let now = 0;
function select(n, scroll, jump, quiet) {
  const all = cards(); if (!all.length) return;
  now = Math.min(all.length, Math.max(1, +n || 1));
  const had = document.activeElement, left = had?.closest(".card"), card = all[now - 1];
  all.forEach(c => c.classList.toggle("is-on", c === card));
  // the focus goes on with the card: to the same control of the next one
  if (left && left !== card && all.includes(left)) {
    const same = had.name ? `[name="${had.name}"][value="${CSS.escape(had.value)}"]` : had.dataset.act ? `[data-act="${had.dataset.act}"]` : had.closest("[data-part]") ? "[data-part] > summary" : "h2";
    const next = $(same, card) || $("h2", card); if (next.matches("h2")) next.tabIndex = -1; next.focus({ preventScroll: true });
  }
  $$("[data-c]", page).forEach(e => e.classList.toggle("is-sel", has(e, now)));
  $$(".outline a", page).forEach(a => has(a, now) ? a.setAttribute("aria-current", "true") : a.removeAttribute("aria-current"));
  const col = $(".cardcol", page); if (col) col.scrollTop = 0;
  const at = $(`.hl[data-r~="${now}con"], .hl[data-r~="${now}own"]`, page) || $(`.hl[data-c~="${now}"]`, page);
  if (scroll && at) at.scrollIntoView({ block: "center", behavior: jump || calm() ? "auto" : "smooth" });
  if (!quiet) { const id = all[now - 1].dataset.claim; history.replaceState(null, "", isStatic ? `#${page.id}/${id}` : `#${id}`); }
  const beside = all[now - 1].dataset.e; $$(".also [data-also]", page).forEach(s => { s.hidden = s.dataset.also !== beside; });
  page.dispatchEvent(new CustomEvent("claim", { detail: all[now - 1], bubbles: true }));
}
function step(d) {
  if (cards().length) return select(now + d, true);
  const list = rows(); if (!list.length) return;
  const i = list.findIndex(r => r.classList.contains("is-sel"));
  list.forEach(r => r.classList.remove("is-sel"));
  const r = list[Math.min(list.length - 1, Math.max(0, i + d))];
  r.classList.add("is-sel"); r.scrollIntoView({ block: "nearest" }); $("a", r)?.focus({ preventScroll: true });
}
let leave = to => location.assign(to);   // the workbench first waits for what is not recorded yet
function open() {
  const link = cards().length ? $(".card.is-on [data-event]", page) : $("tr.is-sel a", page);
  if (link) leave(link.href);
}

// ---- hover and focus join text, outline, card, row, bar and area, both ways
const hot = (sel, on) => $$(sel, page).forEach(e => e.classList.toggle("is-hot", on));
function link(ids, on) { ids.split(" ").forEach(id => hot(`[data-item="${CSS.escape(id)}"], [data-link~="${CSS.escape(id)}"]`, on)); }
for (const type of ["mouseover", "focusin", "mouseout", "focusout"]) document.addEventListener(type, e => {
  const on = type === "mouseover" || type === "focusin";
  const h = e.target.closest("[data-hot]"); if (h) h.dataset.hot.split(" ").forEach(r => hot(`.hl[data-r~="${r}"]`, on));
  const g = e.target.closest("[data-go]"); if (g) hot(`[data-c~="${g.dataset.go}"]`, on);
  const i = e.target.closest("[data-item], [data-link]"); if (i) link(i.dataset.item || i.dataset.link, on);
});

// ---- in a text filters dim and never hide; in a list they hide rows and say how many are left
function dim() {
  const keep = f => new Set($$(`[data-f="${f}"]:checked`, page).map(i => i.value));
  const side = keep("side"), stance = keep("stance"), kind = keep("kind"), off = new Set();
  $$(".outline a", page).forEach(a => {
    const ok = side.has(a.dataset.sidef) && stance.has(a.dataset.stance) && kind.has(a.dataset.kinds);
    a.classList.toggle("is-dim", !ok); if (!ok) off.add(a.dataset.go);
  });
  $$(".hl[data-c]", page).forEach(h => h.classList.toggle("is-dim", h.dataset.c.split(" ").every(n => off.has(n))));
}
function facets(write = true) {
  const table = $("#events"); if (!table || !isStatic) return;
  const off = {}; $$("[data-facet]:not(:checked)", table).forEach(i => (off[i.dataset.facet] ||= new Set()).add(i.value));
  const q = ($("[data-search] input", table)?.value || "").toLowerCase().split(/\s+/).filter(Boolean);
  const all = $$("tr[data-item]", table); let n = 0;
  all.forEach(r => {
    const ok = !off.status?.has(r.dataset.status) && !off.kind?.has(r.dataset.kind) && (!off.asserts || r.dataset.asserts.split(" ").some(s => !off.asserts.has(s))) && q.every(w => r.dataset.words.includes(w));
    r.hidden = !ok; if (ok) n++;
  });
  const left = new Set(rows().map(r => r.dataset.item));
  $$(".linked [data-link]", table).forEach(g => g.classList.toggle("is-out", !g.dataset.link.split(" ").some(id => left.has(id))));
  $("[data-shown]", table).textContent = `${n} of ${all.length} events`;
  $("[data-empty]", table).hidden = n > 0 || !all.length;
  if (write) {
    const p = new URLSearchParams(); if (q.length) p.set("q", q.join(" "));
    for (const [k, v] of Object.entries(off)) p.set("not-" + k, [...v].join(","));
    history.replaceState(null, "", "#events" + (String(p) ? "?" + p : ""));
  }
}
function facetsFromUrl(query) {
  const p = new URLSearchParams(query), table = $("#events");
  const input = $("[data-search] input", table); if (input) input.value = p.get("q") || "";
  $$("[data-facet]", table).forEach(i => i.checked = !(p.get("not-" + i.dataset.facet) || "").split(",").includes(i.value));
  facets(false);
}
document.addEventListener("change", e => { if (e.target.matches("[data-f]")) dim(); if (e.target.matches("[data-facet]")) facets(); });
document.addEventListener("input", e => { if (isStatic && e.target.closest("[data-search]")) facets(); });
document.addEventListener("submit", e => { if (isStatic && e.target.matches("[data-search]")) { e.preventDefault(); facets(); } });

const acts = {
  theme: () => setTheme(themes[(themes.indexOf($("[data-theme-name]").textContent) + 1) % 3]),
  help: () => $("#help").showModal(),
  next: () => step(1), prev: () => step(-1),
  allfilters: () => { $$("[data-f]", page).forEach(i => i.checked = true); dim(); },
  allfacets: () => { $$("[data-facet]").forEach(i => i.checked = true); const q = $("[data-search] input"); if (q) q.value = ""; facets(); },
};
document.addEventListener("click", e => {
  if (e.target.closest('[data-said][href^="#"]')) { e.preventDefault(); return acts.said(); }
  const b = e.target.closest("[data-act]"); if (b && acts[b.dataset.act]) return acts[b.dataset.act](b);
  const go = e.target.closest("[data-go]");
  if (go && cards().length) { e.preventDefault(); return select(go.dataset.go, go.matches("a, .tag")); }
  const row = e.target.closest("tr[data-item]");
  if (row && !e.target.closest("a, button, input")) { rows().forEach(r => r.classList.remove("is-sel")); row.classList.add("is-sel"); }
});
// what was only said stands behind what happened: one key goes there
acts.said = () => {
  const link = $("[data-said]", page), there = rows().find(r => r.matches("#said ~ tr")); if (!link) return;
  if (!link.getAttribute("href").startsWith("#")) return leave(link.href);
  rows().forEach(r => r.classList.remove("is-sel"));
  if (there) { there.classList.add("is-sel"); $("a", there).focus({ preventScroll: true }); $("#said", page).scrollIntoView({ block: "start" }); }
};
const keys = { j: () => step(1), s: () => acts.said(), k: () => step(-1), e: open, "?": acts.help, "/": e => { e.preventDefault(); $(".search input", page)?.focus(); } };
document.addEventListener("keydown", e => {
  if (e.key === "Escape" && e.target.matches("input")) return e.target.blur();
  if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select") || $("dialog[open]")) return;
  if (keys[e.key]) keys[e.key](e);
});
// on a small screen filters are folded: the style sheet hides them before the first paint, here they are closed for good
if (matchMedia("(max-width: 60em)").matches) $$(".list .fold").forEach(d => { d.open = false; });
if (matchMedia("(max-width: 74em)").matches) $$(".bench .fold").forEach(d => { d.open = false; });
$$(".fold").forEach(d => d.classList.add("is-ready"));
addEventListener("beforeprint", () => $$(".orow details").forEach(d => d.open = true));
route();
