// Keeps the page for use without a network, and answers for its files alone: whatever else is asked
// for never passes through it. `cargo xtask dist` writes here which files the page is made of, each
// with its hash, and a name for all of them. Where none is written, as here, it takes the place of
// an earlier one, throws away what that kept, and goes: so `cargo xtask serve` shows nothing stale.
const BUILD = "";
const FILES = { /* FILES */ };

const { scope } = registration;
const OURS = `roundtrip ${scope} `;
const CACHE = OURS + BUILD;
const files = new Map(Object.entries(FILES).map(([name, hash]) => [new URL(name, scope).href, hash]));
const isPage = (url) => [scope, `${scope}index.html`].includes(url.split(/[?#]/)[0]);

// All files of one build or none: what a server has of another build has another hash.
const keep = async () => {
  const cache = await caches.open(CACHE);
  // All of them are here where only the script around the list is another.
  if ((await cache.keys()).length === files.size) return;
  const fetchAndPut = async ([url, integrity]) => {
    const isNamedByContent = url !== scope;
    const answer = await fetch(url, {
      integrity, cache: isNamedByContent ? "default" : "no-cache", redirect: "error",
    });
    if (!answer.ok) throw new TypeError(`${url}: ${answer.status}`);
    await cache.put(url, answer);
  };
  const kept = await Promise.allSettled([...files].map(fetchAndPut));
  const failed = kept.find(({ status }) => status === "rejected");
  if (!failed) return;
  // It may have been too much for the browser's store.
  await caches.delete(CACHE);
  throw failed.reason;
};

// Where the browser can be told what is to pass through, nothing else does (Static Routing API).
const tellRoutes = async (event) => {
  const { protocol, hostname, port } = new URL(scope);
  const literal = (url) => new URL(url).pathname.replace(/[\\{}()*+?:]/g, "\\$&");
  // Those in a folder of a build: what lies beside the page is called the same in the next one.
  const ofBuild = [...files.keys()].filter((url) => url.slice(scope.length).includes("/"));
  const endings = new Set(ofBuild.map((url) => url.match(/\.\w+$/)?.[0]).filter(Boolean));
  // The files of the build that will take this one's place are asked of this one until that is active.
  const ofNext = [...endings].map((ending) => `${literal(scope)}*/*${ending}`);
  const own = [...[...files.keys(), `${scope}index.html`].map(literal), ...ofNext].map((pathname) => (
    { urlPattern: { protocol: protocol.slice(0, -1), hostname, port, pathname } }
  ));
  try {
    await event.addRoutes({ condition: { not: { or: own } }, source: "network" });
  } catch {
    // Then the rest comes by, and goes on to the network.
  }
};

addEventListener("install", (event) => {
  if (!BUILD) return skipWaiting();
  if (event.addRoutes) event.waitUntil(tellRoutes(event));
  event.waitUntil(keep());
});

// No window uses an earlier build any more.
const takeOver = async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith(OURS) && !(BUILD && name === CACHE)) await caches.delete(name);
  }
  if (BUILD) return;
  await registration.unregister();
  for (const client of await clients.matchAll({ type: "window" })) client.navigate(client.url);
};
addEventListener("activate", (event) => event.waitUntil(takeOver()));

// A build waits until no window shows the one before it. One that is alone may go over at once.
const goOver = async (port) => {
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const isAlone = windows.filter(({ url, frameType }) => frameType !== "nested" && isPage(url)).length < 2;
  port.postMessage(isAlone && CACHE);
  if (!isAlone) return;
  // Whoever asked may have waited too long for this, and shows the build before meanwhile.
  await new Promise((agree) => { port.onmessage = agree; });
  skipWaiting();
};
addEventListener("message", (event) => {
  if (event.data === "go over") event.waitUntil(goOver(event.ports[0]));
});

// The files of the build that is about to take this one's place.
let next;
// Milliseconds: it may have to be started first, on a machine that has much to do.
const TIME_TO_ANSWER = 5000;
const askToGoOver = (waiting) => new Promise((tell) => {
  const { port1, port2 } = new MessageChannel();
  const tooLate = setTimeout(() => { port1.close(); tell(); }, TIME_TO_ANSWER);
  port1.onmessage = ({ data }) => {
    clearTimeout(tooLate);
    if (data) port1.postMessage("agreed");
    tell(data);
  };
  waiting.postMessage("go over", [port2]);
});

const answer = async (request) => {
  const isOpened = request.mode === "navigate";
  try {
    if (isOpened && request.isReloadNavigation && registration.waiting) {
      const name = await askToGoOver(registration.waiting);
      if (name) next = await caches.open(name);
    }
    const cache = next ?? await caches.open(CACHE);
    const kept = await cache.match(isOpened ? scope : request, { ignoreVary: true });
    if (kept) return kept;
  } catch {
    // What cannot be read is fetched.
  }
  return fetch(request);
};

addEventListener("fetch", (event) => {
  const { request } = event;
  const { method, credentials, mode, destination } = request;
  const url = request.url.split("#")[0];
  // Requests for real are sent as nobody's.
  if (method !== "GET" || credentials === "omit") return;
  const isOwn = mode === "navigate"
    ? destination === "document" && isPage(url) && !url.includes("?")
    : url !== scope && (files.has(url) || (next && url.startsWith(scope)));
  if (isOwn && BUILD) event.respondWith(answer(request));
});
