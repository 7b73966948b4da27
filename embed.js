// The embed before its program is there: a poster, made of what the hash says, and what starts the
// program once it is wanted. docs/embed.md has the keys of the hash; src/app/embed/ reads them too.
(() => {
  const { documentElement: root, body, currentScript } = document;
  // Title, method, URL and number of steps of each example; `cargo xtask` writes them here.
  const examples = { /* EXAMPLES */ };
  const beside = (name) => new URL(name, currentScript.src).href;
  const poster = document.getElementById("poster");
  const [image, start, foot] = ["img", ".start", "[data-foot]"].map((sign) => poster.querySelector(sign));
  // A sandboxed frame without allow-same-origin, or a file: modules and workers are forbidden there.
  const isOpaque = self.origin === "null" || location.protocol === "file:";
  root.dataset.examples = beside("examples/");

  // What the hash says; of two of one key the later one holds.
  const said = () => Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  // A lesson is the page itself, in this frame.
  if (said().lesson) return location.replace(new URL(`index.html${location.hash}`, location.href));
  const tell = (key, value, expected) => console.warn(`Roundtrip: ${key}=${value}: ${expected}`);
  const write = (sign, text) => poster.querySelector(sign).textContent = text;

  // Method and URL of the request in a link, which are its first two texts: behind four octets of
  // checksum, in raw deflate, each with its length in front (crates/sharing/src/link/wire.rs).
  const requestOf = async (link) => {
    const base64 = link.slice(3).replaceAll("-", "+").replaceAll("_", "/");
    const octets = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)).subarray(4);
    const plain = new Blob([octets]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const reader = plain.getReader();
    let start = new Uint8Array();
    while (start.length < 4096) {
      const { done, value } = await reader.read();
      if (done) break;
      start = Uint8Array.of(...start, ...value.subarray(0, 4096));
    }
    reader.cancel();
    let at = 0;
    return [0, 1].map(() => {
      let [length, shift] = [0, 0];
      do length |= (start[at] & 127) << shift, shift += 7; while (start[at++] & 128);
      return new TextDecoder().decode(start.subarray(at, at += length));
    });
  };

  const show = (title, method, url, detail) => {
    write(".embed-method", title ? "" : method);
    write(".embed-url", title || url);
    poster.querySelector(".embed-url").classList.toggle("is-title", !!title);
    poster.querySelector(".embed-method").classList.toggle("only-reads", /^(GET|HEAD|OPTIONS)$/.test(method));
    foot.textContent = ["Computed in this page, sent nowhere", detail].filter(Boolean).join(" · ");
  };
  const draw = () => {
    const keys = said();
    const { theme, hide, title } = keys;
    const link = keys.state ?? Object.keys(keys).find((key) => key.startsWith("v1.") && !keys[key]);
    const { request } = keys;
    const isLight = theme === "light", isDark = theme === "dark";
    if (isLight || isDark) root.dataset.theme = theme;
    else delete root.dataset.theme;
    let name = keys.example ?? "get";
    if (!Object.hasOwn(examples, name)) {
      tell("example", name, "the name of an example");
      name = "get";
    }
    const [about, method, url, steps] = examples[name];
    const isOwn = link || request;
    image.alt = isOwn ? "" : `${about}: a sequence diagram of ${steps} steps between client, DNS, web server and database`;
    const isNarrow = innerWidth < 520 ? "-narrow" : "";
    const lanes = isOwn || hide === "future" ? "#lanes" : "";
    image.src = beside(`examples/${isOwn ? "get" : name}${isNarrow}.svg${lanes}`);
    image.hidden = start.hidden = false;
    if (request && !link) {
      // The program reads it; until then method and URL are seen, where they stand as they usually do.
      const [, path] = /^\S+ ([/]\S*) HTTP[/]/.exec(request) ?? [];
      const [, host] = /^host:\s*(\S+)/im.exec(request) ?? [];
      const said = path && host ? `http://${host}${path}` : request.slice(0, 80);
      const [url] = /https?:[/][/][^\s'"]+/.exec(request) ?? [said];
      const [method] = /\b(GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE)\b/.exec(request) ?? [""];
      return show(title, method, url, "");
    }
    if (!link) return show(title, method, url, `${steps} steps`);
    show(title, "", "", "");
    requestOf(link).then(
      ([method, url]) => show(title, method, url, ""),
      () => tell("state", link, "what a link holds, v1.…"),
    );
  };

  // The program is wanted.
  let isWanted = false;
  const fail = (error, file) => {
    isWanted = false;
    start.removeAttribute("aria-disabled");
    const isRefused = typeof WebAssembly === "undefined" || error instanceof WebAssembly.CompileError;
    const why = isRefused ? "this browser runs no WebAssembly here"
      : !navigator.onLine ? "you are offline"
      : file ? `${file} did not come; where a frame forbids it, sandbox="allow-scripts allow-same-origin" allows it`
      : `${error}`;
    foot.className = "is-failure";
    foot.textContent = `This cannot start: ${why}. Press the button to try again, or open the page by itself.`;
  };
  const loadWhole = () => {
    const script = document.createElement("script");
    script.src = beside("whole.js");
    script.onerror = () => fail(null, script.src);
    document.head.append(script);
  };
  let isTriedAgain = false;
  self.roundtrip = {
    isOpaque,
    waiting: [],
    fail(error, file) {
      // Where the viewer is missing in parts, it may come whole.
      if (isTriedAgain || error instanceof WebAssembly.CompileError) return fail(error, file);
      isTriedAgain = true;
      loadWhole();
    },
  };
  const want = () => {
    if (isWanted) return;
    isWanted = true;
    start.setAttribute("aria-disabled", "true");
    foot.className = "";
    foot.textContent = "The program is on its way…";
    for (const href of body.dataset.styles.split(" ")) {
      if (!document.querySelector(`link[href="${href}"]`)) {
        document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
      }
    }
    if (typeof WebAssembly === "undefined") return fail();
    if (isOpaque) return loadWhole();
    import(new URL(body.dataset.start, location.href).href).catch((error) => fail(error, ""));
  };
  start.addEventListener("click", want);
  const isHere = () => !poster.isConnected;
  addEventListener("hashchange", () => isHere() || draw());
  addEventListener("resize", () => isHere() || draw());

  // The page around: what it wants before the program is here is kept for that, and starts it; what is
  // to be shown instead is shown at once. src/app/embed/messages.rs says which messages there are.
  const isFramed = parent !== self;
  const MESSAGES = ["play", "pause", "next", "previous", "goto"].map((name) => `roundtrip/${name}`);
  addEventListener("message", ({ source, data }) => {
    if (!isFramed || source !== parent) return;
    if (data?.context === "h5p" && data.action === "hello") return (isH5p = true, resize(true));
    if (isHere() || data?.v !== 1 || JSON.stringify(data).length > 8192) return;
    if (data.type === "roundtrip/load" && typeof data.hash === "string") {
      history.replaceState(null, "", `#${data.hash.replace(/^#/, "")}`);
      draw();
    } else if (MESSAGES.includes(data.type)) {
      roundtrip.waiting.push(data);
      roundtrip.waiting.splice(0, roundtrip.waiting.length - 20);
      want();
    }
  });

  // How high the frame would have to be for all to be seen: told in the words of who may listen, as
  // ours, as H5P's, as Embedly's and as Canvas'. What was tall once stays so, that nothing jumps.
  const LANES_MAX = 480;
  let [isH5p, told, tallest, width] = [false, 0, new Map(), 0];
  const tall = (sign, height) => {
    tallest.set(sign, Math.max(tallest.get(sign) ?? 0, height));
    return tallest.get(sign);
  };
  const natural = () => {
    if (innerWidth !== width) [width, tallest] = [innerWidth, new Map()];
    const program = document.querySelector(".embed:not(.poster)");
    if (!isHere() || !program) {
      const { naturalWidth, naturalHeight } = image;
      const lanes = naturalWidth ? naturalHeight * Math.min(innerWidth, 900) / naturalWidth : 300;
      const others = poster.querySelectorAll(".embed-head, .embed-foot");
      return [...others].reduce((sum, { offsetHeight }) => sum + offsetHeight, Math.min(lanes, LANES_MAX));
    }
    const others = [...program.children].filter(({ className }) => !/main|unseen/.test(className));
    const heights = others.map((part) => tall(part.className, part.scrollHeight));
    const svg = program.querySelector(".diagram");
    if (svg) {
      const { top } = svg.getBoundingClientRect();
      const rows = [...svg.querySelectorAll(".arrow, .note, .row")];
      // It is still being drawn.
      if (!rows.length) return told;
      const ends = rows.map((row) => row.getBoundingClientRect().bottom - top);
      const heads = program.querySelector(".lane-heads").offsetHeight;
      heights.push(heads + Math.min(tall("lanes", Math.max(0, ...ends) + 24), LANES_MAX));
    }
    return heights.reduce((sum, height) => sum + height, 0);
  };
  const resize = (isAsked) => {
    const height = Math.ceil(natural());
    if (!isFramed || (!isAsked && Math.abs(height - told) < 2)) return;
    told = height;
    parent.postMessage({ type: "roundtrip/height", v: 1, height }, "*");
    parent.postMessage(JSON.stringify({ src: location.href, context: "iframe.resize", height }), "*");
    parent.postMessage(JSON.stringify({ subject: "lti.frameResize", height }), "*");
    if (isH5p) parent.postMessage({ context: "h5p", action: "resize", scrollHeight: height }, "*");
  };
  let isDue = false;
  const resizeSoon = () => {
    if (isDue) return;
    isDue = true;
    setTimeout(() => (isDue = false, resize()), 100);
  };
  new ResizeObserver(resizeSoon).observe(body);
  new MutationObserver(resizeSoon).observe(body, { childList: true, subtree: true });
  image.addEventListener("load", resizeSoon);
  if (isFramed) parent.postMessage({ context: "h5p", action: "hello" }, "*");

  draw();
  // A slide that is shown again goes on at the step that it was left at, which the program keeps.
  let isKept = false;
  try {
    isKept = ["", "1"].includes(said().deck) && sessionStorage.getItem(`roundtrip.step#${location.hash.slice(1)}`);
  } catch {
    // Some frames have no storage; there the page around keeps it.
  }
  if (isKept) want();
  // A speaker's view shows a slide in a window of its own: what is started in one is started in all
  // (src/app/embed/deck.rs).
  try {
    new BroadcastChannel("roundtrip.steps").addEventListener("message", ({ data }) => {
      const isOfIt = String(data).endsWith(` ${location.hash.slice(1)}`);
      if (!isHere() && isOfIt && ["", "1"].includes(said().deck)) want();
    });
  } catch {
    // Some frames have none.
  }
  if (said().start === "view") {
    const look = new IntersectionObserver((seen) => {
      if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
      look.disconnect();
      want();
    });
    look.observe(start);
  } else if (!["click", undefined].includes(said().start)) {
    tell("start", said().start, "click or view");
  }
})();
