// Which page was written in last, known in this tab alone; where nothing may be kept, none.

const name = (url) => `autosave ${url}`;

export function remember(page) {
  try {
    sessionStorage.setItem(name(page.url), page.key);
  } catch { /* its words are offered instead of put in */ }
}

export function remembered(page) {
  try {
    return sessionStorage.getItem(name(page.url));
  } catch {
    return null;
  }
}

export function forget() {
  try {
    sessionStorage.clear();
  } catch { /* then nothing was kept */ }
}
