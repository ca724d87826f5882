// Shows in the sample at once what is chosen, and offers the browser's own picker of colours.
// Without this script the button below the form shows it.
const form = document.querySelector("[data-dressing]");
const sample = document.querySelector("[data-sample]");
const problem = document.querySelector("[data-problem]");
const note = document.getElementById("accent-note");
const accent = form.elements.accent;
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

let waiting = 0;
let asked = 0;

async function show() {
  const number = ++asked;
  const answer = await fetch(form.dataset.dressing, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    headers: { Accept: "application/json" },
  });
  const told = await answer.json();
  if (number !== asked) return; // a later one is on its way
  problem.textContent = told.problem || "";
  if (told.problem) return;
  sheet.replaceSync(told.css);
  sample.className = `sample ${told.dress}`;
  note.innerHTML = told.accent;
}

function soon() {
  clearTimeout(waiting);
  // What cannot be shown just now is shown by the button.
  waiting = setTimeout(() => show().catch(() => {}), 150);
}

const picker = document.createElement("input");
picker.type = "color";
picker.className = "accent-picker";
picker.setAttribute("aria-label", form.dataset.pick);
accent.after(picker);

function colour() {
  const context = document.createElement("canvas").getContext("2d");
  context.fillStyle = getComputedStyle(sample).getPropertyValue("--accent");
  context.fillStyle = accent.value;
  if (context.fillStyle.startsWith("#")) picker.value = context.fillStyle;
}

picker.addEventListener("input", () => {
  accent.value = picker.value;
  soon();
});
form.addEventListener("input", (event) => {
  if (event.target === picker) return;
  if (event.target === accent) colour();
  soon();
});
// What a browser keeps when somebody comes back is there only after this.
window.addEventListener("pageshow", (event) => {
  colour();
  if (event.persisted) soon();
});
