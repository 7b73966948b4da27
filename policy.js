// Loaded before everything else. Whatever becomes markup goes through here (Trusted Types): the
// page's own, fixed templates pass, and nothing that could run does. No other policy is allowed
// but "preview", whose frame runs no script.
(() => {
  const runs = /<\/?(script|iframe|frame|object|embed|base|meta|link|style)\b|[\s"'\/]on\w+\s*=|(java|vb)script\s*:|srcdoc/i;
  self.trustedTypes?.createPolicy("default", {
    createHTML(markup) {
      if (runs.test(markup)) throw new TypeError("this markup is refused");
      return markup;
    },
    createScriptURL(url) {
      const worker = new URL("./worker_loader.js", location.href).href;
      if (new URL(url, location.href).href !== worker) throw new TypeError("this script is refused");
      return url;
    },
  });
})();
