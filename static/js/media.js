// The page of a blog's pictures: files are dropped anywhere on it, pasted or chosen, sent one by one,
// and what each shows is asked for at once. Without it the form sends what was chosen.
import { bringsFiles, filesIn, picturesIn, Uploads } from "./pictures/uploads.js";
import { watchWaiting } from "./pictures/waiting.js";

const form = document.querySelector("[data-upload]");
const input = form.elements.picture;
const PARTS = ["[data-new]", "[data-shelf]", ".media-room"];

const lookAgain = watchWaiting();
const uploads = new Uploads(form.querySelector("[data-uploads]"), { tokens: form.elements.csrf_token, settled: show });

// Those that are there, and what was typed of others meanwhile, stand in the page that is fetched.
async function show(pictures) {
  if (!pictures.length) return;
  const asked = [...document.querySelectorAll("[data-new] textarea")].map((one) => one.name.slice(4));
  const sent = pictures.filter((one) => !one.alt && !one.decorative).map((one) => one.id);
  const address = new URL(form.action);
  let writing;
  for (const id of new Set([...sent, ...asked])) address.searchParams.append("new", id);
  try {
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector("[data-shelf]")) throw new Error("another page");
    writing = replaceParts(page);
  } catch {
    location.assign(address);
    return;
  }
  history.replaceState(history.state, "", address);
  lookAgain();
  // Who says just now what another shows goes on doing so.
  if (writing) return;
  const first = sent.length && document.getElementById(`alt-${sent[0]}`);
  first?.focus?.();
}

function replaceParts(page) {
  const here = document.activeElement?.closest("[data-new] textarea");
  const typed = [...document.querySelectorAll("[data-new] :is(textarea, [type=checkbox])")];
  for (const part of PARTS) document.querySelector(part).replaceWith(page.querySelector(part));
  for (const old of typed) {
    const now = document.querySelector(`[data-new] [name="${old.name}"]`);
    if (now && old.type === "checkbox") now.checked = old.checked;
    else if (now) now.value = old.value;
  }
  const again = here && document.querySelector(`[data-new] [name="${here.name}"]`);
  again?.focus({ preventScroll: true });
  again?.setSelectionRange(here.selectionStart, here.selectionEnd, here.selectionDirection);
  return again;
}

const land = (on) => form.classList.toggle("is-landing", on);

form.classList.add("is-live");
form.querySelector("[data-live]").hidden = false;
const button = form.querySelector("[data-choose]");
button.textContent = button.dataset.choose;
button.addEventListener("click", (event) => {
  event.preventDefault();
  input.click();
});
input.tabIndex = -1;
input.addEventListener("change", () => {
  uploads.take(input.files);
  input.value = "";
});
document.addEventListener("dragover", (event) => {
  if (!bringsFiles(event)) return;
  event.preventDefault();
  land(true);
});
document.addEventListener("dragleave", (event) => event.relatedTarget || land(false));
document.addEventListener("drop", (event) => {
  if (!bringsFiles(event)) return;
  event.preventDefault();
  land(false);
  uploads.take(filesIn(event.dataTransfer));
});
document.addEventListener("paste", (event) => {
  const pictures = picturesIn(event.clipboardData);
  if (pictures.length && !event.clipboardData.getData("text/plain")) uploads.take(pictures);
});
addEventListener("beforeunload", (event) => {
  if (uploads.busy) event.preventDefault();
});
