// Between a lesson in a frame and a learning platform: what the frame tells of answers, as statements of
// xAPI, is said in the words of SCORM 1.2 (Run-Time Environment, §3). Nothing is told to anybody else.
(() => {
  "use strict";
  const OCTETS_MAX = 4096; // of cmi.suspend_data (CMIString4096)
  const TEXT_MAX = 255; // of a response (CMIString255)
  const api = find(window) ?? find(window.opener);
  const begun = Date.now();
  const tell = (name, value) => api.LMSSetValue(`cmi.${name}`, String(value));
  const ask = (name) => api.LMSGetValue(`cmi.${name}`);
  let isOpen = false;
  // What was answered, by exercise: whether it was right at some try, and how often it was tried.
  let kept = new Map();
  let nInteractions = 0;
  // The part that somebody is at, from 1; "" at the beginning.
  let part = "";

  // The nearest window around, or behind, that has the API (§3.3.6.1); windows of others have none.
  function find(start) {
    try {
      for (let at = start, n = 0; at && n < 100; at = at.parent, n++) {
        if (at.API) return at.API;
        if (at.parent === at) return at.opener && at.opener !== start ? find(at.opener) : null;
      }
    } catch {
      // It has another origin.
    }
    return null;
  }

  function open() {
    if (!api || String(api.LMSInitialize("")) !== "true") return;
    isOpen = true;
    if (!isDone()) tell("core.lesson_status", "incomplete");
    kept = read(ask("suspend_data") || "");
    part = /^\d+$/.exec(ask("core.lesson_location") || "")?.[0] ?? "";
    nInteractions = Number(ask("interactions._count")) || 0;
    tell("core.score.min", 0);
    tell("core.score.max", 100);
    api.LMSCommit("");
  }

  function close() {
    if (!isOpen) return;
    isOpen = false;
    tell("core.session_time", timespan(Date.now() - begun));
    tell("core.exit", isDone() ? "" : "suspend");
    api.LMSCommit("");
    api.LMSFinish("");
  }

  const isDone = () => ["completed", "passed"].includes(ask("core.lesson_status"));

  const write = () => {
    const text = [...kept].map(([place, { isRight, tries }]) =>
      `${place}:${isRight ? 1 : 0}x${tries}`).join(",");
    return text.length <= OCTETS_MAX ? text : "";
  };

  const read = (text) => new Map([...text.matchAll(/(\d+):([01])x(\d+)/g)]
    .map(([, place, right, tries]) => [place, { isRight: right === "1", tries: Number(tries) }]));

  function answered({ object, result }) {
    const [, place, seed] = /&exercise=(\d+)&seed=(\d+)$/.exec(object.id) ?? [];
    if (!place) return;
    const known = kept.get(place) ?? { isRight: false, tries: 0 };
    // How often it was tried until it was right; what comes later changes nothing of that.
    const tries = known.isRight ? known.tries : known.tries + 1;
    kept.set(place, { isRight: known.isRight || result.success, tries });
    interaction(`exercise-${place}-seed-${seed}-try-${known.tries + 1}`, object.definition, result);
    score(0);
    tell("suspend_data", write());
    api.LMSCommit("");
  }

  // How much is right, from 0 to 1: what the lesson knows of, or what is kept here, whichever is more.
  // What somebody has reached is not lost.
  function score(told) {
    const right = [...kept.values()].filter(({ isRight }) => isRight).length;
    const all = Number(document.body.dataset.exercises) || kept.size || 1;
    const known = Number(ask("core.score.raw") || 0);
    const raw = Math.max(known, hundredths(Math.max(told, Math.min(1, right / all))));
    tell("core.score.raw", raw);
    return raw;
  }

  function moved(number) {
    if (!Number.isInteger(number) || number < 1) return;
    tell("core.lesson_location", number);
    api.LMSCommit("");
  }

  function interaction(id, { interactionType, correctResponsesPattern = [] }, result) {
    const said = (text) => spelled(interactionType, text);
    const response = result.response === undefined ? null : said(result.response);
    const right = correctResponsesPattern.map(said);
    const isSaid = [response ?? "", ...right].every((text) => text !== undefined);
    const name = `interactions.${nInteractions++}`;
    tell(`${name}.id`, id);
    tell(`${name}.time`, new Date().toTimeString().slice(0, 8));
    // What SCORM has no word for is a performance, whose response is any short text.
    tell(`${name}.type`, interactionType === "other" || !isSaid ? "performance" : interactionType);
    if (isSaid) right.forEach((text, n) => tell(`${name}.correct_responses.${n}.pattern`, text));
    tell(`${name}.weighting`, 1);
    if (response !== null) {
      tell(`${name}.student_response`, isSaid ? response : result.response.slice(0, TEXT_MAX));
    }
    tell(`${name}.result`, result.success ? "correct" : "wrong");
    tell(`${name}.latency`, timespan(milliseconds(result.duration)));
  }

  // A response of xAPI as SCORM 1.2 spells it (CMIFeedback); undefined where it cannot.
  function spelled(type, text) {
    switch (type) {
      case "choice":
        return /^[0-9a-z]$/.test(text) ? text : undefined;
      case "sequencing": {
        const parts = text.split("[,]");
        return parts.every((part) => /^[0-9a-z]$/.test(part)) ? parts.join(",") : undefined;
      }
      case "numeric":
        return text.split("[:]")[0];
      default:
        return text.replace(/^\{case_matters=(true|false)\}/, "").slice(0, TEXT_MAX);
    }
  }

  function ended({ verb, result }) {
    const isPassed = score(result.score.scaled) >= 80 || verb.id.endsWith("/passed");
    // What was passed once stays so.
    if (ask("core.lesson_status") !== "passed") {
      tell("core.lesson_status", isPassed ? "passed" : "completed");
    }
    tell("suspend_data", write());
    api.LMSCommit("");
  }

  const hundredths = (scaled) => Math.round(scaled * 10000) / 100;

  // A duration of ISO 8601, as the frame tells it.
  function milliseconds(duration) {
    const [, hours = 0, minutes = 0, seconds = 0] =
      /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(duration) ?? [];
    return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  }

  // CMITimespan: HHHH:MM:SS.SS.
  function timespan(ms) {
    const all = Math.min(Math.floor(ms / 10), 9999 * 360000);
    const two = (number) => String(number).padStart(2, "0");
    const [hours, minutes, rest] = [Math.floor(all / 360000), Math.floor(all / 6000) % 60, all % 6000];
    return `${String(hours).padStart(4, "0")}:${two(minutes)}:${two(Math.floor(rest / 100))}.${two(rest % 100)}`;
  }

  addEventListener("message", ({ data, source }) => {
    const frame = document.querySelector("iframe");
    if (!isOpen || !frame || source !== frame.contentWindow || data?.v !== 1) return;
    if (data.type === "roundtrip/answered") answered(data.statement);
    if (data.type === "roundtrip/ended") ended(data.statement);
    if (data.type === "roundtrip/part") moved(data.part);
  });
  addEventListener("DOMContentLoaded", () => {
    document.getElementById("alone").hidden = isOpen;
    // The lesson goes on where it was left, with what was answered, on whichever machine.
    const frame = document.querySelector("iframe");
    const done = write() && `&done=${write()}`;
    frame.src = frame.dataset.source + (part && `&part=${part}`) + done;
  });
  // Not every browser tells both where a platform takes the frame away.
  addEventListener("pagehide", close);
  addEventListener("unload", close);
  open();
})();
