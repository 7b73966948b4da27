// Comes before all else. Whatever becomes markup or a script goes through here (Trusted
// Types): the page's own templates pass, and nothing that could run. Beside it only "preview" is
// allowed, for a frame without scripts.
(() => {
  const runs = /<\/?(script|iframe|frame|object|embed|base|meta|link|style)\b|[\s"'\/]on\w+\s*=|(java|vb)script\s*:|srcdoc/i;
  const { src } = document.currentScript;
  const at = (path, base = location.href) => new URL(path, base).href;
  const whole = at("whole.js", src || undefined);
  // In the page that is one file it is a text, once, whose hash the CSP knows.
  const isWhole = (script) => script && (src ? script.src === whole : script.id === "whole");
  const pass = (isOwn, kind, text) => {
    if (isOwn) return text;
    throw new TypeError(`this ${kind} is refused`);
  };
  let scripts = src ? 0 : 1;
  self.trustedTypes?.createPolicy("default", {
    createHTML: (markup) => pass(!runs.test(markup), "markup", markup),
    createScript: (text) => pass(scripts-- > 0, "script", text),
    createScriptURL(url) {
      const own = [at("worker_loader.js"), at("service_worker.js"), whole];
      // Of which build the worker is to be.
      const file = at(url).replace(/(worker_loader\.js)\?\w+$/, "$1");
      // The one blob is the engine's, which whole.js makes while it is read.
      const isEngine = /^blob:/.test(file) && isWhole(document.currentScript);
      return pass(isEngine || own.includes(file), "script", url);
    },
  });
})();
