// Files that wait to be sent live in the browser's own store, so that a reload or a lost connection loses none.
// Where the browser has no such store (some private windows), they live as long as the page.

const STORE = "files";
const here = new Map();
let opened;

function open() {
  opened ||= new Promise((resolve, reject) => {
    const asked = indexedDB.open("suluh", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

async function within(mode, work) {
  const kept = await open();
  return new Promise((resolve, reject) => {
    const transaction = kept.transaction(STORE, mode);
    const asked = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export async function keep(file) {
  here.set(file.id, file);
  try { await within("readwrite", (store) => store.put(file)); } catch { /* it stays on this page */ }
}

// What waits, oldest first; once, when the page begins.
export async function waiting() {
  try { for (const file of await within("readonly", (store) => store.getAll())) if (!here.has(file.id)) here.set(file.id, file); } catch { /* none */ }
  return [...here.values()].sort((one, other) => one.at - other.at);
}

export async function drop(id) {
  here.delete(id);
  try { await within("readwrite", (store) => store.delete(id)); } catch { /* it was never there */ }
}

export async function forget() {
  here.clear();
  try { await within("readwrite", (store) => store.clear()); } catch { /* there was none */ }
}
