// Keys: each control says its own in `aria-keyshortcuts`, and here they are obeyed.
const APPLE = /Mac|iPhone|iPad/.test(navigator.platform);
const MODIFIER = APPLE ? "Meta" : "Control";
const SHOWN = APPLE
  ? { Meta: "⌘", Shift: "⇧", Period: ".", "+": "" }
  : { Control: "Ctrl", Period: ".", "+": "+" };

const ofThisKeyboard = (control) =>
  (control.getAttribute("aria-keyshortcuts") ?? "").split(" ").filter((one) => one.startsWith(MODIFIER));

// Letters go by what is written on the key, digits and signs by its place: with Shift they are others.
function pressed(event) {
  const key = /^[a-z]$/i.test(event.key) ? event.key.toUpperCase() : event.code.replace("Digit", "");
  const held = [event.ctrlKey && "Control", event.metaKey && "Meta", event.shiftKey && "Shift"];
  return [...held.filter(Boolean), key].join("+");
}

function name(control) {
  const keys = ofThisKeyboard(control)[0];
  if (!keys) return;
  const shown = keys.split("+").map((one) => SHOWN[one] ?? one).join(SHOWN["+"]);
  control.title = `${control.getAttribute("aria-label") ?? control.textContent.trim()} (${shown})`;
}

export function obeyKeys(form, text) {
  const save = form.querySelector(".desk-actions button[name=status]");
  save?.setAttribute("aria-keyshortcuts", "Control+S Meta+S");
  const marks = [...form.querySelectorAll("markdown-toolbar [aria-keyshortcuts]")];
  const others = [...form.querySelectorAll("button[aria-keyshortcuts]")];
  for (const control of [...marks, ...others]) name(control);

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || !(event.ctrlKey || event.metaKey)) return;
    const keys = pressed(event);
    const known = event.target === text ? [...marks, ...others] : others;
    const meant = known.find((control) => ofThisKeyboard(control).includes(keys));
    // The browser's own «save this page» would be of no use here.
    if (meant || keys === `${MODIFIER}+S`) event.preventDefault();
    if (!event.repeat) meant?.click();
  });
}
