// The step of each frame is kept by the frame, the slide by the hash: so F5 loses neither.
if (typeof Reveal === "undefined") document.getElementById("missing").hidden = false;
else Reveal.initialize({ hash: true, plugins: [RevealNotes] });
