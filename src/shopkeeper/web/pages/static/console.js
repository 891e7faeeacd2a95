// What saves a hand on the console. Every page works without it.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = document.activeElement;
  if (at && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName))) return;
  const search = document.querySelector('form[role="search"] input');
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});
