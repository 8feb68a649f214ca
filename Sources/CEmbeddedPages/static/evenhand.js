// Conveniences only: every page works without this file.
"use strict";
// Keys of one letter can be switched off (WCAG 2.1.4), and never count inside a field.
const keys = {
  get on() { try { return localStorage.getItem("evenhand-keys") !== "off"; } catch { return true; } },
  set on(wanted) { try { localStorage.setItem("evenhand-keys", wanted ? "on" : "off"); } catch { /* not kept then */ } },
};
document.addEventListener("keydown", (event) => {
  if (!keys.on) return;
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "")
    || document.activeElement?.isContentEditable;
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const field = document.querySelector('[data-key="/"]');
    if (field) { event.preventDefault(); field.focus(); }
  }
});
const errors = document.querySelector(".errors");
if (errors) errors.focus();
// A form that was sent is not sent again by a second click; the server knows the double anyway.
let wasSent = false;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if ((form.method || "").toLowerCase() === "post") {
    form.dataset.sent = "yes";
    wasSent = true;
    setTimeout(() => delete form.dataset.sent, 5000);
  }
});
// A browser may keep the page itself for Back. Where its form was sent, the page is asked for again: empty, with another number.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted || !wasSent) return;
  for (const form of document.forms) form.dataset.sent = "yes";
  location.reload();
});
// Text that was typed and not sent is not put into the browser's storage: duty computers are shared, and what people type
// here is about people. For the same reason every page is no-store, and forms ask the browser to fill in nothing. Instead the
// browser asks before it leaves a page with such text: by Back, a link, a reload or closing the tab. What was refused comes
// back filled.
const isUnsent = (area) => area.value !== area.defaultValue || (errors && area.value !== "");
window.addEventListener("beforeunload", (event) => {
  const forms = [...document.forms].filter((form) => !form.dataset.sent);
  if (forms.some((form) => [...form.querySelectorAll("textarea")].some(isUnsent))) event.preventDefault();
});
const foot = document.querySelector("body > footer");
if (foot && document.querySelector('[data-key="/"]')) {
  const button = document.createElement("button");
  button.className = "plain";
  button.type = "button";
  const tell = () => { button.textContent = keys.on ? "Switch off the key / for search" : "Switch on the key / for search"; };
  button.addEventListener("click", () => { keys.on = !keys.on; tell(); });
  tell();
  foot.append(button);
}
