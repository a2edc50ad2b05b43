/** Elements by plain calls: no markup from strings, so nothing that a person typed becomes markup. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An HTML element. `on…` attributes that are functions listen; `false`, `null` and `undefined`
 * leave an attribute or a child out.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Node|string|number|null|undefined|false|Array)} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element, by the same rules. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Words for screen readers alone. */
export function unseen(text) {
  return h("span", { class: "vh" }, text);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (name in PROPERTIES) element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(
    ...children.flat(Infinity).filter((each) => each !== false && each !== null && each !== undefined),
  );
  return element;
}

/** What must be set as a property to take effect on an element that is there already. */
const PROPERTIES = { value: true, checked: true };
