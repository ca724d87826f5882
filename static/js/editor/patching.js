// Puts new HTML in the place of old, and touches only what has changed: what the reader has
// unfolded or selected stays, and nothing flickers.
const LINE = / data-line="\d+"/g;
const keys = new WeakMap();

function key(node) {
  if (!keys.has(node)) keys.set(node, node.outerHTML?.replace(LINE, "") ?? node.data);
  return keys.get(node);
}

const same = (one, other) => one !== undefined && other !== undefined && key(one) === key(other);

// The same words may stand on other lines by now.
function renumber(kept, made) {
  if (kept.dataset?.line !== made.dataset?.line) kept.dataset.line = made.dataset.line;
  const lines = made.querySelectorAll?.("[data-line]") ?? [];
  (kept.querySelectorAll?.("[data-line]") ?? []).forEach((one, n) => {
    one.dataset.line = lines[n].dataset.line;
  });
}

function patchChildren(place, made) {
  const old = [...place.childNodes];
  const next = [...made.childNodes];
  let head = 0;
  while (same(old[head], next[head])) head += 1;
  let tail = 0;
  const most = Math.min(old.length, next.length) - head;
  while (tail < most && same(old.at(-1 - tail), next.at(-1 - tail))) tail += 1;
  for (let n = 0; n < head; n += 1) renumber(old[n], next[n]);
  for (let n = 1; n <= tail; n += 1) renumber(old.at(-n), next.at(-n));
  const after = old[old.length - tail] ?? null;
  for (const one of old.slice(head, old.length - tail)) one.remove();
  for (const one of next.slice(head, next.length - tail)) place.insertBefore(one, after);
}

// The HTML is the server's, sanitised as that of a post is; and no policy of ours lets it run.
export function patch(place, html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const [prose, made] = [place.querySelector(".prose"), body.querySelector(".prose")];
  if (!prose) {
    place.replaceChildren(...body.childNodes);
    return;
  }
  patchChildren(prose, made);
  place.querySelector(".contents")?.remove();
  const contents = body.querySelector(".contents");
  if (contents) place.prepend(contents);
}
