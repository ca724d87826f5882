// Tables as Markdown writes them; its first row is the head, as it is in a spreadsheet.
const RULES = { left: ":--", center: ":-:", right: "--:" };

export function addTables(service) {
  service.addRule("table", {
    filter: (node) => node.nodeName === "TABLE" && isGrid(node),
    replacement: (_words, node) => `\n\n${drawn(node, service)}\n\n`,
  });
}

// What only lays out a page, in one column or with tables in its cells, is read as paragraphs.
function isGrid(table) {
  return Math.max(0, ...[...table.rows].map(width)) > 1 && !table.querySelector("table");
}

const width = (row) => [...row.cells].reduce((sum, cell) => sum + (cell.colSpan || 1), 0);

function drawn(table, service) {
  const rows = [...table.rows].filter((row) => row.cells.length);
  const columns = Math.max(...rows.map(width));
  const lines = rows.map((row) => line([...row.cells].flatMap((cell) => words(cell, service)), columns));
  const sample = rows[1] ?? rows[0];
  const rule = line([...sample.cells].flatMap(ruleOf), columns, "---");
  const caption = table.caption?.textContent.trim();
  return [...(caption ? [caption, ""] : []), lines[0], rule, ...lines.slice(1)].join("\n");
}

const line = (cells, columns, filler = "") =>
  `| ${[...cells, ...Array(Math.max(0, columns - cells.length)).fill(filler)].join(" | ")} |`;

const spread = (cell, first, rest) => [first, ...Array(Math.max(0, (cell.colSpan || 1) - 1)).fill(rest)];

function words(cell, service) {
  const said = service.turndown(cell).trim().replace(/\s*\n\s*/g, " ").replaceAll("|", "\\|");
  return spread(cell, said, "");
}

function ruleOf(cell) {
  const style = /text-align:\s*(left|center|right)/i.exec(cell.dataset.style ?? "")?.[1];
  const side = (cell.getAttribute("align") ?? style ?? "").toLowerCase();
  return spread(cell, RULES[side] ?? "---", "---");
}
