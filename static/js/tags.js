/* The tags a blog has already: tapped they are added, typed they are narrowed. */

// As the server reads them: Arabic and Chinese keyboards have commas of their own.
const COMMA = /[,\u060c\u3001\uff0c]/;

for (const choices of document.querySelectorAll(".tag-choices")) {
  offer(choices, document.getElementById(choices.dataset.field));
}

function offer(choices, field) {
  const items = [...choices.querySelectorAll("[data-tag]")];
  for (const item of items) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...item.childNodes);
    button.addEventListener("click", () => add(item.dataset.tag));
    item.append(button);
  }

  function add(tag) {
    const { before, typed } = parts();
    // The beginning of a word is completed, another word is kept.
    const kept = fold(tag).includes(fold(typed)) ? before : [...before, typed];
    field.value = [...kept, tag].join(", ") + ", ";
    // Whoever keeps what is typed is to hear of it.
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }

  function parts() {
    const tags = field.value.split(COMMA).map((tag) => tag.trim());
    return { before: tags.slice(0, -1).filter(Boolean), typed: tags.at(-1), all: tags.map(fold) };
  }

  function narrow() {
    const { typed, all } = parts();
    const last = fold(typed);
    const fits = items.filter((item) => fold(item.dataset.tag).includes(last) && fold(item.dataset.tag) !== last);
    for (const item of items) {
      const chosen = all.includes(fold(item.dataset.tag));
      // What is typed may be a tag of its own: then all the others stay to choose from.
      item.hidden = chosen || (fits.length > 0 && last !== "" && !fits.includes(item));
    }
    choices.hidden = items.every((item) => item.hidden);
  }

  field.addEventListener("input", narrow);
  narrow();
}

function fold(tag) {
  return tag.normalize("NFC").toLocaleLowerCase();
}
