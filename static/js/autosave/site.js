// Sending to the site. The answer: { state, ... }, where `state` is "kept" or "closed" as the site
// says, or why it is not there: "offline", "signed-out", "refused", "too-long", "busy".

const WAITS = { 401: "signed-out", 403: "refused", 404: "refused", 410: "refused", 413: "too-long",
  422: "too-long", 429: "busy" };
const MOST_LEAVING = 60000; // bytes that a browser still sends for a page that is gone
const PATIENCE = 20000;
const SLOWEST = 30; // bytes in a millisecond: a long text over a bad line takes longer
const ANSWERS = ["kept", "closed"];

function tokens() {
  return document.querySelectorAll("input[name=csrf_token]");
}

export function token() {
  return tokens()[0]?.value ?? document.querySelector("[data-token]")?.dataset.token ?? "";
}

function learn(fresh) {
  for (const input of tokens()) input.value = fresh;
  const element = document.querySelector("[data-token]");
  if (element) element.dataset.token = fresh;
}

function body(record) {
  const form = new FormData();
  for (const [name, value] of record.fields) form.append(name, value);
  form.append("autosave", record.key);
  form.append("sequence", record.sequence);
  form.append("csrf_token", token());
  return form;
}

function size(record) {
  return record.fields.reduce((sum, [name, value]) => sum + 200 + name.length + 3 * value.length, 2000);
}

async function ask(record, options) {
  const headers = { Accept: "application/json" };
  const request = { method: "POST", body: body(record), headers, redirect: "error", ...options };
  const answer = await fetch(record.url, request);
  const told = await answer.json().catch(() => ({}));
  return { status: answer.status, after: Number(answer.headers.get("Retry-After")) * 1000, ...told };
}

export async function send(record, again = true) {
  try {
    const told = await ask(record, { signal: AbortSignal.timeout(PATIENCE + size(record) / SLOWEST) });
    // Anything else is from somebody between here and the site.
    if (told.status === 200) return ANSWERS.includes(told.state) ? told : { state: "offline" };
    // Somebody signed in anew in another tab.
    if (told.status === 400 && told.token && again) {
      learn(told.token);
      return send(record, false);
    }
    return { ...told, state: WAITS[told.status] ?? "offline" };
  } catch {
    return { state: "offline" };
  }
}

// For a page that may be gone in a moment: nobody waits for the answer.
export function sendLeaving(record) {
  if (size(record) > MOST_LEAVING) return;
  ask(record, { keepalive: true }).catch(() => {});
}
