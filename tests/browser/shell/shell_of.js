// What index.html has to hold for the first screen that the program draws: the same elements
// without what only the program needs, each that stands in a line of its own in one of the source.
const root = arguments[0];
const left = /^(style|popovertarget|aria-describedby)$/;
const write = (element, depth) => {
  const name = element.localName;
  if (element.hasAttribute("popover") || name === "g" && !element.firstElementChild) return "";
  // Lines whose lengths the program measures: the style sheet draws them from the lanes.
  if (name === "svg" && element.classList.contains("diagram")) {
    return [...element.querySelectorAll(".lifeline")]
      .map(line => `<i class="${line.getAttribute("class")}"></i>`).join("");
  }
  if (name === "optgroup") return [...element.children].map(child => write(child, depth)).join("");
  if (name === "option") return `<option>${element.value}</option>`;
  let attributes = [...element.attributes].filter(({ name }) => !left.test(name));
  attributes = attributes.map(({ name, value }) => ` ${name}="${value}"`).join("");
  if (element.matches(".app")) attributes = ' class="app" id="shell"';
  if (name === "input" && element.type === "text") attributes += ` value="${element.value}"`;
  if (name === "input" && element.checked) attributes += " checked";
  if (name === "input") return `<input${attributes}>`;
  if (element.matches(".news")) return `<div class="news"></div>`;
  const children = [...element.childNodes].map(child => {
    if (child.nodeType === Node.TEXT_NODE) return child.data.replace(/&/g, "&amp;").replace(/</g, "&lt;");
    if (child.nodeType !== Node.ELEMENT_NODE) return "";
    const own = !/^(inline|none)/.test(getComputedStyle(child).display) && !child.closest("svg svg, select, .url-sight");
    const written = write(child, own ? depth + 1 : depth);
    return own && written ? `\n${"  ".repeat(depth + 1)}${written}` : written;
  });
  const text = children.join("");
  const end = text.startsWith("\n") ? `\n${"  ".repeat(depth)}` : "";
  return `<${name}${attributes}>${text}${end}</${name}>`;
};
return write(root, 0);
