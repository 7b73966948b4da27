// For a page that shows exchanges: <round-trip example="get" step="3"></round-trip> becomes a frame with
// the embed, as high as it wants to be, <round-trip lesson="01-request-and-response"></round-trip> one with a
// lesson, and code blocks do where <script src="…/roundtrip-embed.js"
// data-upgrade> asks for it. Attributes are the keys of docs/embed.md; `height` is that of the frame
// until the embed has told its own, `fixed` keeps it. Where scripts are stripped, what stands inside stays.
(() => {
  const { currentScript } = document;
  const site = new URL(".", currentScript?.src ?? location.href).href;
  const KEYS = ["example", "state", "request", "step", "from", "to", "level", "lanes", "axis", "panels", "controls", "start", "autoplay",
    "speed", "theme", "motion", "lang", "title", "hide", "deck"];
  // Which lesson, by its name or its address on the web, and at which part, from 1.
  const OF_LESSONS = ["lesson", "part"];
  const ATTRIBUTES = [...KEYS, ...OF_LESSONS];
  const KINDS = ["ready", "step", "done", "height", "answered", "ended"];

  class RoundTrip extends HTMLElement {
    static observedAttributes = ATTRIBUTES;
    #frame;
    #step;

    get #kept() {
      try {
        return this.#step ?? +sessionStorage.getItem(`roundtrip.step#${this.hash}`);
      } catch {
        return this.#step;
      }
    }

    set #kept(step) {
      this.#step = step;
      try {
        sessionStorage.setItem(`roundtrip.step#${this.hash}`, step);
      } catch {
        // Then it is kept until the page is left.
      }
    }

    get #address() {
      return `${this.getAttribute("site") ?? site}embed.html#${this.hash}`;
    }

    get hash() {
      const [lesson, part] = OF_LESSONS.map((key) => this.getAttribute(key));
      if (lesson) return `lesson=${lesson}${part > 1 ? `&part=${part}` : ""}`;
      const said = KEYS.filter((key) => this.hasAttribute(key));
      // `lang` and `title` say of any element what they say here.
      return ["v=1", ...said.map((key) => `${key}=${encodeURIComponent(this.getAttribute(key) || "1")}`)].join("&");
    }

    connectedCallback() {
      if (this.#frame || !this.isConnected) return;
      // What stands inside has to be there before the frame takes its place.
      if (document.readyState === "loading") {
        return void addEventListener("DOMContentLoaded", () => this.connectedCallback(), { once: true });
      }
      const frame = this.#frame = document.createElement("iframe");
      const shows = this.hasAttribute("lesson") ? "A lesson" : "An HTTP request";
      frame.title = this.title || `${shows}, step by step`;
      frame.loading = "lazy";
      frame.allow = "clipboard-write";
      frame.style.cssText = "display: block; width: 100%; border: 0";
      frame.style.height = `${Number.parseInt(this.getAttribute("height")) || 500}px`;
      frame.src = this.#address;
      this.replaceChildren(frame);
      // A frame that is loaded anew, as decks do with the slide that was left, goes on where it was; so
      // does a page that is. The frame may have no storage of its own for that.
      frame.addEventListener("load", () => {
        const kept = this.hasAttribute("deck") ? this.#kept : 0;
        if (kept > 1) this.goto(kept);
      });
      addEventListener("message", this);
    }

    disconnectedCallback() {
      removeEventListener("message", this);
      this.#frame?.remove();
      this.#frame = undefined;
    }

    attributeChangedCallback(name) {
      if (!this.#frame?.isConnected) return;
      // A lesson is a page of its own.
      if (OF_LESSONS.includes(name)) this.#frame.src = this.#address;
      else this.load(this.hash);
    }

    handleEvent({ source, data }) {
      if (source !== this.#frame?.contentWindow || data?.v !== 1) return;
      const kind = KINDS.find((kind) => data.type === `roundtrip/${kind}`);
      if (!kind) return;
      if (kind === "height" && !this.hasAttribute("fixed")) {
        this.#frame.style.height = `${Math.min(Math.max(Number(data.height) || 0, 120), 2000)}px`;
      }
      if (kind === "step" && this.hasAttribute("deck")) this.#kept = data.step;
      this.dispatchEvent(new CustomEvent(kind, { detail: data }));
    }

    #send(kind, more) {
      this.#frame?.contentWindow?.postMessage({ type: `roundtrip/${kind}`, v: 1, ...more }, "*");
    }

    play() { this.#send("play"); }
    pause() { this.#send("pause"); }
    next() { this.#send("next"); }
    previous() { this.#send("previous"); }
    goto(step) { this.#send("goto", { step }); }
    load(hash) { this.#send("load", { hash }); }
  }
  if (!customElements.get("round-trip")) customElements.define("round-trip", RoundTrip);

  // The words of a text as a shell has them, as far as quotes go.
  const wordsOf = (text) =>
    [...text.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) => word.replace(/["']/g, ""));

  // What a block of code says. `roundtrip`: a request as curl takes it, or `--example NAME`, and the
  // keys above as options. `http`: a request as it travels. `curl`: a command.
  const readers = {
    roundtrip(text) {
      const said = {};
      const isKey = (word) => word.startsWith("--") && ATTRIBUTES.includes(word.slice(2));
      const rest = text.replace(/^ *--([a-z]+)(?:[ =]+(.*))?$/gm, (line, key, value = "1") => {
        if (!isKey(`--${key}`)) return line;
        said[key] = wordsOf(value).join(" ");
        return "";
      }).trim();
      if (rest) said.request = rest.startsWith("curl ") ? rest : `curl ${rest}`;
      return said;
    },
    http: (text) => (/^[A-Z]+ \S/.test(text) ? { request: text } : {}),
    curl: (text) => (/^\$? *curl /.test(text) ? { request: text } : {}),
  };
  const upgrade = (root) => {
    for (const [language, read] of Object.entries(readers)) {
      for (const code of root.querySelectorAll(`pre > code.language-${language}`)) {
        const said = read(code.textContent.trim());
        if (!Object.keys(said).length) continue;
        const element = document.createElement("round-trip");
        for (const [key, value] of Object.entries(said)) element.setAttribute(key, value);
        // What is to be read stays above what it does.
        if (language === "roundtrip") code.parentElement.replaceWith(element);
        else code.parentElement.after(element);
      }
    }
  };
  if (currentScript?.hasAttribute("data-upgrade")) {
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", () => upgrade(document));
    else upgrade(document);
  }
})();
