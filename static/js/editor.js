// The writing room: makes more of the form that works without it. Each part sees to one thing:
// toolbar and keys, counting, pasting, pictures, the preview beside the text, a full screen.
import "../vendor/markdown-toolbar-element/index.js";

import { watchCount } from "./editor/counting.js";
import { watchPaste } from "./editor/pasting.js";
import { offerPictures } from "./editor/pictures.js";
import { offerPreview } from "./editor/previewing.js";
import { offerQuiet } from "./editor/quiet.js";
import { obeyKeys } from "./editor/shortcuts.js";

const form = document.querySelector("form.editor");
if (form) {
  const text = form.elements.content;
  offerPictures(form, text);
  watchPaste(text);
  offerPreview(form, text);
  offerQuiet(form);
  obeyKeys(form, text);
  watchCount(form.querySelector("[data-count]"), text);
}
