// Stands in the page that is one file (roundtrip.html), in front of the whole program: unpacks the
// modules that the page holds, for whole.js, and what is written of style for them.
(() => {
  /* UNPACK */
  // Each character of ASCII is seven bits; one beyond stands for one that is left out, and for the
  // next. As one_file.rs writes them.
  const LEFT_OUT = [0, 8, 10, 13, 26, 27, 60, 127];
  const octets = (id) => {
    const { textContent: text, dataset } = document.getElementById(id);
    const all = new Uint8Array(Number(dataset.size));
    let [size, bits, left] = [0, 0, 0];
    const add = (seven) => {
      bits = (bits << 7) | seven;
      left += 7;
      if (left < 8) return;
      left -= 8;
      all[size++] = bits >> left;
      bits &= (1 << left) - 1;
    };
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code < 128) {
        add(code);
      } else {
        add(LEFT_OUT[(code - 256) >> 7]);
        add(code & 127);
      }
    }
    return all;
  };
  const sizes = JSON.parse(document.getElementById("sizes").textContent);
  const cut = (all) => {
    let at = 0;
    return Object.fromEntries(sizes.map(([name, size]) => [name, all.subarray(at, (at += size))]));
  };
  const module = new Blob([octets("unpacker")]).stream().pipeThrough(new DecompressionStream("gzip"));
  const headers = { "Content-Type": "application/wasm" };
  // As the page's own that is loaded with the rest of the program: of no use until that is there.
  const insert = (style) => {
    const element = document.createElement("style");
    element.media = "not all";
    element.textContent = new TextDecoder().decode(style);
    document.head.append(element);
  };
  self.roundtrip.unpacked = unpack.default({ module_or_path: new Response(module, { headers }) })
    .then(() => {
      const files = cut(unpack.unpack(octets("packed")));
      Object.keys(files).filter((name) => name.endsWith(".css")).forEach((name) => insert(files[name]));
      return files;
    });
})();
