// What the page does before its program is there. index.html holds the first screen as plain markup
// (#shell); what is typed, chosen and pressed in it is kept here, and done in the program's own
// screen once that stands beside it. Where the program cannot come, this says why and what to do.
(() => {
  const { documentElement: root, currentScript } = document;
  // In the page that is one file nothing stands beside it, and the whole program is in it.
  const isOneFile = !currentScript.src;
  const beside = (name) => new URL(name, currentScript.src || location.href).href;
  const shell = () => document.getElementById("shell");
  // A sandboxed frame without allow-same-origin, or a file: modules and workers are forbidden there.
  const isOpaque = self.origin === "null" || location.protocol === "file:";
  const typed = new Set();
  let isSent = false;
  let pressed = null;

  // As the reader prefers it, from the first paint on.
  try {
    for (const word of (localStorage.getItem("roundtrip.settings") ?? "").split(" ")) {
      if (/^(light|dark)$/.test(word)) root.dataset.theme = word;
      if (/^larger?$/.test(word)) root.dataset.textSize = word;
    }
  } catch {
    // Some frames have no storage.
  }

  if (/[#&]view=present$/.test(location.hash)) root.dataset.view = "present";

  // Shows one of the sentences that index.html holds, in place of the one before.
  const say = (what, detail) => {
    if (!shell()) return;
    for (const said of shell().querySelectorAll("[data-says]")) {
      said.hidden = said.dataset.says !== what;
      if (!said.hidden && detail) [...said.querySelectorAll("code")].at(-1).textContent = detail;
    }
  };
  const isSaid = () => shell()?.querySelector("[data-says]:not([hidden])");

  // The whole program as one script, for where it cannot come in parts.
  const loadWhole = () => {
    const script = document.createElement("script");
    script.src = beside("whole.js");
    script.onerror = () => fail(null, script.src);
    document.head.append(script);
  };
  let wasTried = isOpaque || isOneFile;
  let missing;
  const fail = (error, file) => {
    missing ??= file;
    const isRefused = typeof WebAssembly === "undefined" || error instanceof WebAssembly.CompileError;
    if (isRefused) return say("no-wasm");
    if (!wasTried) {
      wasTried = true;
      return loadWhole();
    }
    if (!navigator.onLine && !isOneFile) return say("offline");
    if (missing) return say(isOpaque ? "frame" : "missing", isOpaque ? location.href : missing);
    say("broken", `${error}`);
  };
  const tryAgain = () => {
    if (isOneFile) return location.reload();
    say("loading");
    loadWhole();
  };
  self.roundtrip = { fail, isOpaque };

  // A script that does not come, and one that comes and is not what it should be.
  addEventListener("error", ({ target, error, message, filename }) => {
    const isModule = target instanceof HTMLScriptElement && target.type === "module";
    if (isModule && !isOpaque) fail(null, target.src);
    const isOwn = /\/(start|whole)\.js/.test(filename);
    if (target === self && isOwn && shell()) fail(error ?? message);
  }, true);
  addEventListener("online", () => shell()?.querySelector("[data-says=offline]:not([hidden])") && tryAgain());
  const stop = (what, detail) => {
    self.roundtrip.isStopped = true;
    addEventListener("DOMContentLoaded", () => say(what, detail));
  };
  if (self.trustedTypes && !trustedTypes.defaultPolicy) {
    stop("missing", beside("policy.js"));
  } else if (typeof WebAssembly === "undefined") {
    stop("no-wasm");
  } else if (isOpaque && !isOneFile) {
    loadWhole();
  }
  setTimeout(() => isSaid() || say("loading"), 4000);

  // What is typed, chosen and pressed.
  const press = (button) => {
    if (button.matches("[data-again]")) return tryAgain();
    if (button.matches("[data-reload]")) return location.reload();
    if (button.matches(".send")) {
      isSent = true;
      button.setAttribute("aria-disabled", "true");
    } else {
      pressed = buttons(shell()).indexOf(button);
    }
    if (!isSaid()) say("loading");
  };
  const fields = (screen) => [...screen.querySelectorAll(".bar :is(input, select)")];
  const buttons = (screen) => [...screen.querySelectorAll("button:not(.news button)")];
  const stops = (screen) =>
    [...screen.querySelectorAll(":is(button, input, select, [tabindex]):not(.news *, [popover], [popover] *)")];
  const send = (screen) => screen.querySelector(".send");
  const on = (event, act) =>
    document.addEventListener(event, (happened) => shell()?.contains(happened.target) && act(happened), true);
  on("click", ({ target }) => {
    const button = target.closest("button");
    if (button) press(button);
  });
  on("keydown", (key) => {
    const isCombination = key.ctrlKey || key.metaKey;
    if (key.key !== "Enter" || key.isComposing || key.altKey) return;
    if (isCombination || key.target instanceof HTMLInputElement) {
      key.preventDefault();
      press(send(shell()));
    }
  });
  const keep = ({ target }) => {
    const index = fields(shell()).indexOf(target);
    // Of two choices the later one holds.
    typed.delete(index);
    typed.add(index);
    // The copy in colour is the program's work; until then the field shows its own text.
    if (target.matches(".url")) shell().classList.add("is-typed");
    if (target.matches("select")) {
      target.previousElementSibling.textContent = `${target.value} ▾`;
      target.parentElement.classList.toggle("only-reads", /^(GET|HEAD|OPTIONS)$/.test(target.value));
    }
  };
  on("input", keep);
  on("change", keep);

  // The program's screen is here: it gets what was done in this one, and the place of it.
  const handOver = (screen) => {
    const old = shell();
    const [before, after] = [old, screen].map(fields);
    const focus = stops(old).indexOf(document.activeElement);
    const url = old.querySelector(".url");
    const caret = [url.selectionStart, url.selectionEnd, url.selectionDirection];
    old.remove();
    for (const index of typed) {
      const [{ type, value }, own] = [before[index], after[index]];
      if (type === "radio") {
        own.click();
      } else {
        own.value = value;
        own.dispatchEvent(new Event(type === "text" ? "input" : "change", { bubbles: true }));
      }
    }
    if (focus >= 0) stops(screen)[focus]?.focus();
    if (focus >= 0 && document.activeElement.matches(".url")) document.activeElement.setSelectionRange(...caret);
    // Nothing is sent for real but by a press on the program's own button.
    if (isSent && after.find((field) => field.type === "radio").checked) send(screen).click();
    if (pressed !== null) buttons(screen)[pressed]?.click();
  };
  const arrival = new MutationObserver(() => {
    const screen = shell() && document.querySelector("body > .app:not(#shell)");
    if (!screen) return;
    arrival.disconnect();
    handOver(screen);
  });
  arrival.observe(root, { childList: true, subtree: true });
})();
