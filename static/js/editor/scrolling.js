// Ties two panes together: each shows the part of the text that the other one shows. The blocks of
// the preview say on which line of the source they begin; where that line stands in the text field,
// whose long lines wrap, is read from a copy of it that nobody sees.
const COPIED = ["font", "letterSpacing", "lineHeight", "tabSize", "wordSpacing", "textTransform"];

export function copyOf(text) {
  const copy = document.createElement("div");
  copy.className = "editor-mirror";
  copy.ariaHidden = "true";
  const style = getComputedStyle(text);
  for (const name of COPIED) copy.style[name] = style[name];
  copy.style.width = `${text.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)}px`;
  return copy;
}

// How far below its top the text field has each of these lines.
function depths(text, lines) {
  const copy = copyOf(text);
  const source = text.value.split("\n");
  const pieces = lines.map((line, n) => {
    const piece = document.createElement("span");
    piece.textContent = `${source.slice(line, lines[n + 1]).join("\n")}\n`;
    return piece;
  });
  copy.append(`${source.slice(0, lines[0]).join("\n")}${lines[0] ? "\n" : ""}`, ...pieces);
  text.after(copy);
  const found = pieces.map((piece) => piece.offsetTop);
  copy.remove();
  return found;
}

// The blocks in order; a note at the end of the page begins somewhere above and tells nothing.
function blocksOf(place) {
  let last = -1;
  return [...place.querySelectorAll("[data-line]")].filter((block) => {
    const line = Number(block.dataset.line);
    const further = line > last;
    if (further) last = line;
    return further;
  });
}

function measured(left, right, text, place) {
  const blocks = blocksOf(place);
  const begins = text.getBoundingClientRect().top - left.getBoundingClientRect().top + left.scrollTop;
  const top = right.getBoundingClientRect().top - right.scrollTop;
  const below = depths(text, blocks.map((one) => Number(one.dataset.line)));
  const points = blocks.map((one, n) => [begins + below[n], one.getBoundingClientRect().top - top]);
  return [[0, 0], ...points, [left.scrollHeight, right.scrollHeight]];
}

function mapped(y, points, from) {
  const to = 1 - from;
  const after = points.findIndex((point) => point[from] > y);
  if (after < 1) return points.at(after && -1)[to];
  const [one, two] = [points[after - 1], points[after]];
  return one[to] + ((y - one[from]) / (two[from] - one[from])) * (two[to] - one[to]);
}

// The point looked at wanders from the top edge, at the beginning, to the bottom edge at the end.
const lookedAt = (pane) =>
  (pane.scrollTop * pane.scrollHeight) / Math.max(1, pane.scrollHeight - pane.clientHeight);
const scrolledTo = (pane, y) => (y * (pane.scrollHeight - pane.clientHeight)) / pane.scrollHeight;

export function tieScrolling(left, right, text, place) {
  const panes = [left, right];
  const expected = new Map();
  let points;

  function lead(from) {
    const to = 1 - from;
    if (right.hidden || getComputedStyle(right).overflowY === "visible") return;
    points ??= measured(left, right, text, place);
    const pane = panes[to];
    pane.scrollTop = scrolledTo(pane, mapped(lookedAt(panes[from]), points, from));
    expected.set(pane, pane.scrollTop);
  }

  panes.forEach((pane, n) => {
    pane.addEventListener("scroll", () => {
      const own = Math.abs((expected.get(pane) ?? -9) - pane.scrollTop) < 2;
      expected.delete(pane);
      if (!own) lead(n);
    }, { passive: true });
  });
  const forget = () => {
    points = undefined;
  };
  new ResizeObserver(forget).observe(left);
  new ResizeObserver(forget).observe(text);
  new ResizeObserver(forget).observe(place);

  return () => {
    forget();
    lead(0);
  };
}
