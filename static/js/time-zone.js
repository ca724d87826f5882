// Offers the zone of this browser's own clock beside the list of time zones, unless it is chosen.

const form = document.querySelector("[data-time-zone]");
const list = form.elements.time_zone;
const offer = form.querySelector("p[hidden]");
const own = Intl.DateTimeFormat().resolvedOptions().timeZone.replace(/^Etc\/(UTC|UCT|GMT)$/, "UTC");
const found = Array.from(list.options).find((one) => one.value === own);

function show() {
  offer.hidden = !found || found.selected;
}

if (found) {
  const button = offer.querySelector("button");
  button.textContent = found.label;
  button.addEventListener("click", () => {
    found.selected = true;
    show();
    list.focus();
  });
  list.addEventListener("change", show);
  show();
}
