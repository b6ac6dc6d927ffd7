// Maps that move: Leaflet takes the place of each drawn map, with the marks, links and words found in it. No tiles, no other host:
// the land is the outline file that the drawn map refers to. Without scripts, and on paper, the drawn map stays.
"use strict";
{
const A_DEGREE = 100, MOST_TOWNS = 14, LEAST = 5, LESS = 3, STEP = .6, FAR = 90;
const files = new Map(), parsed = new Map();

// an element by the address under which a drawn map refers to it, in this page ("#units") or in a file ("…svg?v=1#units")
async function referred(address) {
  const [url, id] = address.split("#");
  if (url && !files.has(url)) files.set(url, fetch(url).then(a => a.text()).then(t => new DOMParser().parseFromString(t, "image/svg+xml")));
  return (url ? await files.get(url) : document).getElementById(id);
}
// "M3000 -4800l100 -50 …" in hundredths of a degree, east and south → rings of [lat, lon]
function rings(d) {
  if (!parsed.has(d)) parsed.set(d, d.split("M").slice(1).map(part => {
    const n = part.match(/-?\d+/g), out = []; let x = 0, y = 0;
    for (let i = 0; i + 1 < n.length; i += 2) { x += +n[i]; y += +n[i + 1]; out.push([-y / A_DEGREE, x / A_DEGREE]); }
    return out;
  }));
  return parsed.get(d);
}
async function land(map, svg) {
  for (const use of $$(".base use", svg)) {
    const path = await referred(use.getAttribute("href")); if (!path) continue;
    const kind = use.getAttribute("class"), filled = kind === "land";
    const shape = kind === "own-lines" ? L.polyline : L.polygon;
    shape(rings(path.getAttribute("d")), { className: kind, interactive: false, fill: filled, fillOpacity: 1, weight: 1, smoothFactor: .8 }).addTo(map).bringToBack();
  }
  $$(".land", map.getPane("overlayPane")).forEach(p => p.parentNode.prepend(p));
}
async function townsOf(svg) {
  const list = await referred($(".base use", svg).getAttribute("href").replace(/#.*/, "#towns"));
  return list ? JSON.parse(list.textContent) : [];
}
const pen = document.createElement("canvas").getContext("2d");
function widthOf(words, font) { pen.font = font; return pen.measureText(words).width + 4; }

// a name at its point: a link where the drawn mark is one
function spot(map, at, words, kind, link) {
  const el = document.createElement(link ? "a" : "span"), dot = document.createElement("i"), name = document.createElement("b");
  el.className = `spot ${kind}`; name.textContent = words; el.append(dot, name);
  if (link) {
    const to = new URL(link.getAttribute("href"), location.href), held = new URLSearchParams(location.search);
    if (to.searchParams.has("place")) for (const [k, v] of held) if (k !== "page" && !to.searchParams.getAll(k).includes(v)) to.searchParams.append(k, v);
    el.href = to.href; el.dataset.link = link.dataset.link; el.setAttribute("aria-label", link.getAttribute("aria-label"));
  }
  const mark = L.marker(at, { icon: L.divIcon({ html: el, className: "", iconSize: null }), keyboard: false, interactive: false, zIndexOffset: link ? 1000 : 0 }).addTo(map);
  return { at: L.latLng(at), el, name, words, mark };
}
function mount(box) {
  const svg = $("svg.map", box), still = calm(), el = document.createElement("div");
  const [west, south, east, north] = svg.dataset.window.split(" ").map(Number);
  el.className = "map live"; el.tabIndex = 0; el.setAttribute("role", "group");
  el.setAttribute("aria-label", `${svg.getAttribute("aria-label")}: arrows, plus, minus and 0 move it`);
  svg.after(el); box.classList.add("is-live");
  const map = L.map(el, {
    attributionControl: false, zoomControl: false, keyboard: false, scrollWheelZoom: false, zoomSnap: 0, zoomDelta: STEP, minZoom: 1, maxZoom: 12,
    maxBounds: [[-86, -220], [86, 220]], zoomAnimation: !still, markerZoomAnimation: !still, inertia: !still, fadeAnimation: false, dragging: !L.Browser.mobile,
  });
  const whole = () => { moved = false; map.fitBounds([[south, west], [north, east]], { animate: false }); };
  let moved = false; whole();
  const first = map.getZoom();
  L.control.scale({ imperial: false, maxWidth: FAR }).addTo(map);
  const places = [], townLayer = L.layerGroup().addTo(map), named = new Set();
  for (const g of $$(".at", svg)) {
    const [lat, lon, km] = g.dataset.ll.split(" ").map(Number), at = [lat, lon], area = $(".area", g), link = $("a", g), text = $("text", g);
    const ids = (link || g.parentNode).dataset.link;
    if (area) {
      const circle = L.circle(at, { radius: km * 1000, className: area.getAttribute("class"), weight: 1.4, interactive: Boolean(link) }).addTo(map);
      const place = { ...spot(map, at, text.textContent, text.getAttribute("class"), link), circle, km, wide: area.classList.contains("wide") };
      if (ids) circle.getElement().dataset.link = ids;
      if (link) circle.on("click", () => place.el.click());
      places.push(place); named.add(text.textContent.replace(/ · \d+$/, ""));
    } else if ($(".cand", g)) {
      const ring = L.circleMarker(at, { radius: 5.5, className: "cand", weight: 1.2, fill: false, interactive: false }).addTo(map);
      if (ids) ring.getElement().dataset.link = ids;
    }
  }
  let towns = $$(".at", svg).filter(g => $(".town", g)).map(g => [$("text", g).textContent, ...g.dataset.ll.split(" ").slice(0, 2).map(Number)]);

  // names where they cover no other name and no point; what lies out of the window is no stop for the keyboard
  function arrange() {
    const { x: w, y: h } = map.getSize(), held = [], face = getComputedStyle(el).fontFamily;
    const inside = p => p.x >= 0 && p.y >= 0 && p.x <= w && p.y <= h;
    const free = b => b[0] >= 0 && b[1] >= 0 && b[2] <= w && b[3] <= h - 20 && held.every(o => b[0] > o[2] || o[0] > b[2] || b[1] > o[3] || o[1] > b[3]);
    function place(p, gap, long, high, name) {
      for (const [side, x, y] of [["e", p.x + gap, p.y - high / 2], ["w", p.x - gap - long, p.y - high / 2], ["n", p.x - long / 2, p.y - gap - high], ["s", p.x - long / 2, p.y + gap]]) {
        const b = [x, y, x + long, y + high]; if (!free(b)) continue;
        held.push(b); name.style.left = `${(x - p.x).toFixed(1)}px`; name.style.top = `${(y - p.y).toFixed(1)}px`; name.hidden = false; return true;
      }
      name.hidden = true; return false;
    }
    const drawn = places.map(s => ({ ...s, p: map.latLngToContainerPoint(s.at) }));
    for (const s of drawn) {
      const metres = 40075016.7 * Math.cos(s.at.lat * Math.PI / 180) / 2 ** (map.getZoom() + 8);
      s.r = Math.max(s.km * 1000 / metres, LEAST); s.circle.setRadius(s.r * metres);
      const shown = inside(s.p); s.el.classList.toggle("is-away", !shown);
      if (shown) held.push([s.p.x - LESS, s.p.y - LESS, s.p.x + LESS, s.p.y + LESS]);
    }
    for (const s of drawn) if (inside(s.p)) {
      const big = s.el.classList.contains("big");
      place(s.p, (s.wide ? LESS : Math.min(s.r, 60)) + 4, widthOf(s.words, `600 ${big ? 15 : 12}px ${face}`), big ? 18 : 15, s.name);
    }
    townLayer.clearLayers();
    const view = map.getBounds(); let n = 0;
    for (const [name, lat, lon] of towns) {
      if (n >= MOST_TOWNS || !view.contains([lat, lon]) || named.has(name)) continue;
      const p = map.latLngToContainerPoint([lat, lon]), point = [p.x - LESS, p.y - LESS, p.x + LESS, p.y + LESS];
      n++; if (!free(point)) continue;
      const one = spot(townLayer, [lat, lon], name, "town");
      place(p, 5, widthOf(name, `12px ${face}`), 14, one.name) ? held.push(point) : townLayer.removeLayer(one.mark);
    }
  }
  map.on("moveend zoomend", arrange); arrange(); land(map, svg);
  townsOf(svg).then(all => { if (all.length) { towns = all; if (moved) arrange(); } });
  new ResizeObserver(() => { map.invalidateSize({ animate: false }); if (!moved) whole(); arrange(); }).observe(el);
  // a finger moves the page until the map was drawn near
  map.on("zoomend", () => { if (L.Browser.mobile) map.dragging[map.getZoom() > first + .1 ? "enable" : "disable"](); });
  map.on("dragstart", () => { moved = true; });
  map.on("dragend", () => { const eat = e => { e.preventDefault(); e.stopPropagation(); }; addEventListener("click", eat, true); setTimeout(() => removeEventListener("click", eat, true)); });
  const near = by => { moved = true; map.setZoom(map.getZoom() + by, { animate: !still }); }, by = (x, y) => { moved = true; map.panBy([x, y], { animate: !still }); };
  const does = { "+": () => near(STEP), "=": () => near(STEP), "-": () => near(-STEP), 0: whole, ArrowLeft: () => by(-FAR, 0), ArrowRight: () => by(FAR, 0), ArrowUp: () => by(0, -FAR), ArrowDown: () => by(0, FAR) };
  box.addEventListener("keydown", e => { if (does[e.key] && !e.ctrlKey && !e.metaKey && !e.altKey) { e.preventDefault(); e.stopPropagation(); does[e.key](); } });
  box.addEventListener("click", e => { const b = e.target.closest("[data-zoom]"); if (b) ({ in: does["+"], out: does["-"], whole })[b.dataset.zoom](); });
  el.addEventListener("dragstart", e => e.preventDefault());
  el.addEventListener("wheel", e => { if (e.ctrlKey || e.metaKey) { e.preventDefault(); moved = true; map.setZoomAround(map.mouseEventToContainerPoint(e), map.getZoom() - e.deltaY * .004, { animate: false }); } }, { passive: false });
}
const seen = new IntersectionObserver(all => { for (const e of all) if (e.isIntersecting) { seen.unobserve(e.target); mount(e.target); } }, { rootMargin: "200px" });
if (window.L) $$("[data-map]").forEach(box => seen.observe(box));
}
