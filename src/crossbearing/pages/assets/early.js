// Before the first paint: that scripts run, and the theme that was chosen, so that nothing jumps or flashes.
"use strict";
{
  const root = document.documentElement; root.classList.add("js");
  let theme = new URLSearchParams(location.search).get("theme");
  try { theme = theme || localStorage.crossbearingTheme; } catch { /* a file page may have no storage */ }
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
}
