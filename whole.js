// The whole program as one script, for frames and files in which modules and whatever comes by URL
// are forbidden. `cargo xtask dist` writes both programs into it; no other page loads it. In the page
// that is one file (roundtrip.html) one_file.js inserts it, and unpacks its modules.
(() => {
  const src = document.currentScript.src || document.baseURI;
  const modules = { /* MODULES */ };
  const octets = (name) => {
    const text = modules[name];
    if (text instanceof Uint8Array) return text.slice();
    const octets = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at += 1) octets[at] = text.charCodeAt(at);
    return octets;
  };

  // What the engine takes for the scope of its worker is given, so that it can be any.
  function engine(self) {
    const [globalThis, window, global] = [self, self, self];
    /* ENGINE */
    return engine.default;
  }
  /* PULSE */
  const worker = `(${beat})();
    const start = (${engine})(self);
    onmessage = ({ data }) => {
      onmessage = null;
      start({ module_or_path: data }).catch((error) => setTimeout(() => { throw error; }));
    };`;
  const blob = URL.createObjectURL(new Blob([worker], { type: "text/javascript" }));
  // Now, while policy.js sees which script asks.
  const url = self.trustedTypes?.defaultPolicy?.createScriptURL(blob) ?? blob;

  // A worker as the page knows it: one of its own, else what does the same in the page's thread.
  class Engine {
    onmessage = null;
    onerror = null;

    constructor() {
      try {
        this.startWorker();
      } catch {
        this.startHere();
      }
    }

    startWorker() {
      const worker = new Worker(url);
      let isHeard = false;
      worker.onmessage = (message) => {
        isHeard ||= !message.data.pulse;
        this.onmessage?.(message);
      };
      worker.onerror = (error) => {
        if (isHeard) return this.onerror?.(error);
        error.preventDefault();
        worker.terminate();
        this.startHere();
      };
      this.postMessage = (data) => worker.postMessage(data);
      this.terminate = () => worker.terminate();
      const module = octets("worker_bg.wasm");
      worker.postMessage(module, [module.buffer]);
    }

    startHere() {
      const fail = (error) => this.onerror?.({ message: `${error.message ?? error}`, preventDefault() {} });
      const scope = {
        crypto,
        postMessage: (data) => setTimeout(() => this.onmessage?.({ data })),
      };
      this.postMessage = (data) => setTimeout(() => {
        try {
          scope.onmessage?.({ data });
        } catch (error) {
          fail(error);
        }
      });
      this.terminate = () => {
        scope.onmessage = null;
        scope.postMessage = () => {};
      };
      engine(scope)({ module_or_path: octets("worker_bg.wasm") }).catch(fail);
    }
  }
  self.roundtrip.worker = () => new Engine();

  /* VIEWER */
  const start = (unpacked) => {
    Object.assign(modules, unpacked);
    return viewer.default({ module_or_path: octets("viewer_bg.wasm") });
  };
  Promise.resolve(self.roundtrip.unpacked).then(start).then(
    () => document.getElementById("shell")?.remove(),
    (error) => self.roundtrip.fail(error),
  );
})();
