// One picture on its way to the site. Resolves to { picture }, { problem } when it was refused, or
// { trouble } when it may go well another time: "failed" or "ended".
export async function send(file, url, tokens, progress) {
  const told = await once(file, url, tokens.value, progress);
  if (told.status !== 400) return told;
  // Somebody signed in anew in another window: the page of pictures has a token that fits.
  const fresh = await tokenOf(url);
  if (!fresh) return { trouble: "ended" };
  tokens.value = fresh;
  const again = await once(file, url, fresh, progress);
  return again.status === 400 ? { trouble: "failed" } : again;
}

function once(file, url, token, progress) {
  return new Promise((resolve) => {
    const body = new FormData();
    body.set("csrf_token", token);
    body.set("picture", file);
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => progress(event.loaded / event.total));
    request.addEventListener("error", () => resolve({ trouble: "failed" }));
    request.addEventListener("load", () => resolve(read(request)));
    request.send(body);
  });
}

function read(request) {
  if (request.status === 400) return { status: 400 };
  if (new URL(request.responseURL).pathname === "/login") return { trouble: "ended" };
  try {
    const { pictures, problems } = JSON.parse(request.responseText);
    if (pictures?.length) return { picture: pictures[0] };
    if (problems?.length) return { problem: problems.join(" ") };
  } catch { /* a page of something between here and the site */ }
  return { trouble: "failed" };
}

async function tokenOf(url) {
  try {
    const answer = await fetch(url);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("[data-upload] [name=csrf_token]")?.value;
  } catch {
    return undefined;
  }
}
