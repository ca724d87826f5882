// Pictures that are pasted, dropped or chosen go to the blog one after the other, and their words
// into the text where the cursor is then. Without this script the link leads to their page.
import { insert } from "./inserting.js";

const KINDS = "image/jpeg,image/png,image/webp,image/gif,image/avif";

export function offerPictures(form, text) {
  const link = form.querySelector("[data-pictures]");
  if (!link) return;
  const told = form.querySelector("[data-pictures-said]");
  let line = Promise.resolve();

  const say = (words, file, percent) => {
    told.textContent = words.replace("{file}", file?.name ?? "").replace("{percent}", percent ?? "");
  };
  let waiting = 0;
  const take = (files) => {
    waiting += files.length;
    for (const file of files) {
      line = line.then(() => sent(file).then((picture) => put(text, picture), say));
      line = line.then(() => (waiting -= 1) || describe(text));
    }
  };
  // Resolves to what the site tells of the picture; rejects with a sentence.
  const sent = (file) =>
    new Promise((resolve, reject) => {
      const body = new FormData();
      body.set("csrf_token", form.elements.csrf_token.value);
      body.set("picture", file);
      const request = new XMLHttpRequest();
      request.open("POST", link.dataset.pictures);
      request.setRequestHeader("Accept", "application/json");
      const progress = (share) => say(link.dataset.sending, file, `${Math.floor(100 * share)} %`);
      request.upload.addEventListener("progress", (event) => progress(event.loaded / event.total));
      request.addEventListener("error", () => reject(failed(link.dataset.failed, file)));
      request.addEventListener("load", () => {
        const { pictures, problems } = answerOf(request);
        if (pictures?.length) {
          say(link.dataset.sent);
          resolve(pictures[0]);
        } else if (problems?.length) reject(problems.join(" "));
        else {
          const ended = new URL(request.responseURL).pathname === "/login";
          reject(failed(ended ? link.dataset.ended : link.dataset.failed, file));
        }
      });
      progress(0);
      request.send(body);
    });

  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(take);
  });
  text.addEventListener("paste", (event) => {
    const files = picturesIn(event.clipboardData);
    if (!files.length || event.clipboardData.getData("text/plain")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    take(files);
  });
  text.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  text.addEventListener("drop", (event) => {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    take(files);
  });
}

const failed = (words, file) => words.replace("{file}", file.name);

const picturesIn = (data) => [...(data?.files ?? [])].filter((one) => one.type.startsWith("image/"));

function answerOf(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return {};
  }
}

function choose(take) {
  const input = document.createElement("input");
  Object.assign(input, { type: "file", multiple: true, accept: KINDS });
  input.addEventListener("change", () => take([...input.files]));
  input.click();
}

// On a line of its own.
function put(text, { address, alt }) {
  const words = alt.replace(/[[\]\\]/g, "\\$&");
  const before = text.value.slice(0, text.selectionStart);
  const after = text.value.slice(text.selectionEnd);
  const lead = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const tail = !after || after.startsWith("\n") ? "" : "\n\n";
  insert(text, `${lead}![${words}](${address})${tail}`);
}

// Between the brackets of the picture before the cursor it is said what it shows.
function describe(text) {
  const before = text.value.slice(0, text.selectionStart);
  const at = before.trimEnd().match(/!\[((?:\\.|[^\]])*)\]\(\/media\/[^)]*\)$/);
  if (at) text.setSelectionRange(at.index + 2, at.index + 2 + at[1].length);
}
