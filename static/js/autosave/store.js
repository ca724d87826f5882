// What was written, kept in this browser: one record for each page that has an editor open,
// on disk as soon as `put` is done. A record: { key, user, url, sequence, fields, at }, and once the
// site has it, up to where (`sent`) and where it is taken up again (`editor`).

const NAME = "autosave";
const TABLE = "pages";
const LIFETIME = 30 * 24 * 3600 * 1000;

let opened;

function open() {
  opened ??= new Promise((done, fail) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE, { keyPath: "key" });
    request.onerror = () => fail(request.error);
    request.onblocked = () => fail(new Error("blocked"));
    request.onsuccess = () => {
      const database = request.result;
      // Signing out in another tab erases everything; whoever goes on writing begins anew.
      database.onclose = () => { opened = undefined; };
      database.onversionchange = () => { database.close(); opened = undefined; };
      done(database);
    };
  });
  opened.catch(() => { opened = undefined; });
  return opened;
}

async function inside(mode, act) {
  const database = await open();
  return new Promise((done, fail) => {
    // Strict: it is on disk when it is said to be done, and outlives a browser that is killed.
    const all = database.transaction(TABLE, mode, { durability: "strict" });
    const request = act(all.objectStore(TABLE));
    all.oncomplete = () => done(request.result);
    all.onabort = all.onerror = () => fail(all.error ?? request.error);
  });
}

export const put = (record) => inside("readwrite", (table) => table.put(record));

export const get = (key) => inside("readonly", (table) => table.get(key));

// Words that were written after that mark stay.
export function erase(key, upTo = Infinity) {
  return inside("readwrite", (table) => {
    const request = table.get(key);
    request.onsuccess = () => { if (request.result?.sequence <= upTo) table.delete(key); };
    return request;
  });
}

export function noteSent(key, sequence, editor) {
  return inside("readwrite", (table) => {
    const request = table.get(key);
    request.onsuccess = () => {
      const record = request.result;
      if (record && (record.sent ?? -1) < sequence) table.put({ ...record, sent: sequence, editor });
    };
    return request;
  });
}

export async function of(user) {
  const all = await inside("readonly", (table) => table.getAll());
  const young = (record) => Date.now() - record.at < LIFETIME;
  for (const old of all.filter((record) => !young(record))) await erase(old.key);
  return all.filter((record) => record.user === user && young(record));
}

export function eraseAll() {
  return new Promise((done) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = request.onerror = request.onblocked = done;
  });
}

export const unsent = (record) => (record.sent ?? -1) < record.sequence;
