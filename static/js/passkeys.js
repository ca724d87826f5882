// Passkeys: asks the browser for what a form of the page is to carry, and sends the form.
// The form's `data-passkey` is "make" or "prove", `data-question` what the site asks (WebAuthn's
// options as JSON), `data-origin` where the site lives. Paragraphs with `data-problem` stay hidden
// until that is the problem.

const bytes = (word) =>
  Uint8Array.from(atob(word.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));

const word = (buffer) =>
  btoa(Array.from(new Uint8Array(buffer), (one) => String.fromCharCode(one)).join(""))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const named = (credentials = []) => credentials.map((one) => ({ ...one, id: bytes(one.id) }));

function questionOf(form) {
  const asked = JSON.parse(form.dataset.question);
  asked.challenge = bytes(asked.challenge);
  asked.allowCredentials = named(asked.allowCredentials);
  if (asked.user) {
    asked.user.id = bytes(asked.user.id);
    asked.excludeCredentials = named(asked.excludeCredentials);
    delete asked.allowCredentials;
  }
  return asked;
}

function answerOf(credential) {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const said = parts.filter((name) => response[name]).map((name) => [name, word(response[name])]);
  const transports = response.getTransports ? { transports: response.getTransports() } : {};
  return JSON.stringify({
    id: credential.id,
    rawId: word(credential.rawId),
    type: credential.type,
    response: { ...Object.fromEntries(said), ...transports },
  });
}

function tell(form, problem) {
  const told = form.querySelectorAll("[data-problem]");
  const known = Array.from(told).some((one) => one.dataset.problem === problem);
  for (const one of told) one.hidden = one.dataset.problem !== (known ? problem : "other");
}

function send(form, credential) {
  form.elements.credential.value = answerOf(credential);
  form.submit();
}

// One request at a time: the one that waits in the list of addresses ends when the button is used.
let waiting = new AbortController();

async function ask(form) {
  waiting.abort();
  waiting = new AbortController();
  const verb = form.dataset.passkey === "make" ? "create" : "get";
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    send(form, await navigator.credentials[verb]({ publicKey: questionOf(form), signal: waiting.signal }));
  } catch (error) {
    tell(form, error.name);
  } finally {
    button.disabled = false;
  }
}

// Browsers that can offer passkeys where the address is typed.
async function offer(form) {
  const can = window.PublicKeyCredential.isConditionalMediationAvailable;
  if (!document.querySelector("[autocomplete~=webauthn]") || !can) return;
  const { signal } = waiting;
  try {
    if (!(await can.call(window.PublicKeyCredential)) || signal.aborted) return;
    const question = { publicKey: questionOf(form), mediation: "conditional", signal };
    send(form, await navigator.credentials.get(question));
  } catch {
    // Nobody asked for it, so that nobody has to hear that it did not come about.
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) {
    tell(form, "unable");
  } else if (location.origin !== form.dataset.origin) {
    tell(form, "elsewhere");
  } else {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(form);
    });
    if (form.dataset.passkey === "prove") offer(form);
  }
}
