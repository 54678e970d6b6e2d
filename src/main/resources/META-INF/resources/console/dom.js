/**
 * Creates an element. Children that are no nodes become text and are never parsed, so that nothing a user named can be markup.
 *
 * @param {string} tag
 * @param {object} properties `class`, `on` (listeners by event), `aria` and `data` (by name), and any property of the element
 * @param {...(Node|string|number|null)} children null is left out
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  const { class: classes, on = {}, aria = {}, data = {}, ...others } = properties;
  if (classes) element.className = classes;
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  for (const [name, value] of Object.entries(aria)) element.setAttribute(`aria-${name}`, value);
  Object.assign(element.dataset, data);
  for (const [name, value] of Object.entries(others)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined).map(asNode));
  return element;
}

function asNode(child) {
  return child instanceof Node ? child : document.createTextNode(String(child));
}

let names = 0;

/** An id for an element that another one refers to. */
export function uniqueId(prefix) {
  names += 1;
  return `${prefix}-${names}`;
}

/** A labelled input, and a place to say what is wrong with it. */
export function field(label, input, hint = "") {
  input.id = input.id || uniqueId("field");
  const note = el("p", { class: "hint", id: `${input.id}-hint` }, hint);
  const error = el("p", { class: "error", id: `${input.id}-error` });
  input.setAttribute("aria-describedby", `${note.id} ${error.id}`);
  const element = el("div", { class: "field" }, el("label", { htmlFor: input.id }, label), input, note, error);
  return {
    element,
    input,
    refuse(text) {
      error.textContent = text;
      input.setAttribute("aria-invalid", String(Boolean(text)));
    },
  };
}

/** Announces a change to screen readers. */
export function announce(text) {
  document.getElementById("announcer").textContent = text;
}

/** A box that explains why nothing else is shown. */
export function notice(title, text, ...actions) {
  return el("div", { class: "notice" }, el("h2", {}, title), el("p", {}, text), ...actions);
}
