// Loaded before everything else. Whatever becomes markup or a script goes through here (Trusted
// Types): the page's own, fixed templates pass, and nothing that could run does. No other policy is
// allowed but "preview", whose frame runs no script.
(() => {
  const runs = /<\/?(script|iframe|frame|object|embed|base|meta|link|style)\b|[\s"'\/]on\w+\s*=|(java|vb)script\s*:|srcdoc/i;
  const { src } = document.currentScript;
  const whole = new URL("whole.js", src || location.href).href;
  // In the page that is one file the whole program is a script of the page itself.
  const isWhole = (script) => script && (src ? script.src === whole : script.id === "whole");
  let isInserted = false;
  self.trustedTypes?.createPolicy("default", {
    createHTML(markup) {
      if (runs.test(markup)) throw new TypeError("this markup is refused");
      return markup;
    },
    // There one_file.js inserts it, and the page's Content-Security-Policy knows its hash.
    createScript(text) {
      if (src || isInserted) throw new TypeError("this script is refused");
      isInserted = true;
      return text;
    },
    createScriptURL(url) {
      const { href } = new URL(url, location.href);
      const beside = (name) => new URL(`./${name}.js`, location.href).href;
      const own = [beside("worker_loader"), beside("service_worker"), whole];
      // Of which build the worker is to be.
      const file = href.replace(/(worker_loader\.js)\?\w+$/, "$1");
      // The one blob is the engine's, which whole.js makes while it is read.
      const isEngine = /^blob:/.test(href) && isWhole(document.currentScript);
      if (!own.includes(file) && !isEngine) throw new TypeError("this script is refused");
      return url;
    },
  });
})();
