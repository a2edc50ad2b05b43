/** The questions of a questionnaire as a thumb answers them. */

import { h, unseen } from "../dom.js";
import { number, t } from "../words.js";

/** A scale of at most so many steps is laid out as buttons; a longer one has a stepper. */
const MOST_BUTTONS = 11;

/**
 * Whether an item is to be asked, by what was answered so far.
 * @param {object} item
 * @param {Record<string, number|number[]>} answers by link id
 */
export function isAsked(item, answers) {
  const condition = item.asked_if;
  if (!condition) return true;
  return condition.any_of.some((linkId) => answers[linkId] >= condition.at_least);
}

/**
 * The field of an item. `onAnswer(value, isByHand)` gets each answer; undefined takes it back.
 * What need not be answered can be cleared, and so can everything where an answer `isOnRecord`.
 * @param {string} id
 * @param {object} item
 * @param {number|number[]|undefined} value
 * @param {(value: number|number[]|undefined, isByHand: boolean) => void} onAnswer
 * @param {{isOnRecord?: boolean}} [standing]
 */
export function itemField(id, item, value, onAnswer, { isOnRecord = false } = {}) {
  const canClear = item.is_optional || isOnRecord;
  const legend = h("legend", {}, item.text || item.name,
    item.is_optional && h("span", { class: "optional" }, ` ${t("optional")}`));
  const steps = (item.maximum - item.minimum) / item.step + 1;
  if (item.kind === "several") return several(id, item, value, legend, onAnswer);
  if (item.kind === "rating" && steps > MOST_BUTTONS) return stepper(id, item, value, onAnswer, canClear);
  const isScale = item.kind === "rating";
  const choices = isScale ? scaleOf(item, steps) : item.options;
  const clear = canClear && clearing(item, value, () => {
    for (const input of field.querySelectorAll("input")) input.checked = false;
    field.querySelector("input").focus();
    onAnswer(undefined, false);
  });
  const field = h("fieldset", { class: `field item ${item.kind}`, id, "data-link": item.link_id },
    legend,
    h("div", { class: isScale ? "scale" : "options" },
      choices.map((choice) =>
        option(id, "radio", choice, value === choice.value, (event) => {
          if (clear) clear.hidden = false;
          onAnswer(choice.value, event.detail > 0);
        }))),
    isScale && item.minimum_label && item.maximum_label && h("p", { class: "ends", "aria-hidden": "true" },
      h("span", {}, `${number(item.minimum)} ${item.minimum_label}`),
      h("span", {}, `${number(item.maximum)} ${item.maximum_label}`)),
    clear,
  );
  return field;
}

/** The buttons of a scale; those at its ends say what they mean to who does not see it below. */
function scaleOf(item, steps) {
  const meanings = new Map([[0, item.minimum_label], [steps - 1, item.maximum_label]]);
  return Array.from({ length: steps }, (_, nth) => {
    const value = item.minimum + nth * item.step;
    const means = meanings.get(nth);
    return { value, label: means ? [number(value), unseen(` ${means}`)] : number(value) };
  });
}

/** A button that takes an answer back; there while there is one. */
function clearing(item, value, onClear) {
  const button = h("button", {
    type: "button", class: "link clear", hidden: value === undefined,
    onclick: () => {
      onClear();
      button.hidden = true;
    },
  }, t("clear"), unseen(` ${item.name}`));
  return button;
}

function several(id, item, value, legend, onAnswer) {
  const chosen = new Set(value ?? []);
  const boxes = item.options.map((choice) =>
    option(id, "checkbox", choice, chosen.has(choice.value), ({ target }) => {
      if (target.checked && choice.value === 0) chosen.clear();
      else if (target.checked) chosen.delete(0);
      if (target.checked) chosen.add(choice.value);
      else chosen.delete(choice.value);
      boxes.forEach((box, nth) => {
        box.firstChild.checked = chosen.has(item.options[nth].value);
      });
      onAnswer(chosen.size ? [...chosen].sort((one, other) => one - other) : undefined, false);
    }),
  );
  return h("fieldset", { class: "field item several", id, "data-link": item.link_id, "aria-describedby": `${id}-hint` },
    legend, h("p", { class: "hint", id: `${id}-hint` }, t("choose_all")), h("div", { class: "options" }, boxes));
}

function option(name, type, { value, label }, checked, onclick) {
  return h("label", { class: "option" },
    h("input", { type, name, value, checked, onclick }), h("span", {}, label));
}

function stepper(id, item, value, onAnswer, canClear) {
  const input = h("input", {
    id: `${id}-value`, type: "number", inputmode: "decimal", min: item.minimum, max: item.maximum,
    step: item.step, value: value ?? "", onchange: () => take(input.valueAsNumber),
  });
  const clear = canClear && clearing(item, value, () => {
    input.value = "";
    input.focus();
    onAnswer(undefined, false);
  });
  const move = (by) => () => take((Number.isNaN(input.valueAsNumber) ? middle(item) - by : input.valueAsNumber) + by);
  const button = (by, sign, says) =>
    h("button", { type: "button", class: "quiet step", onclick: move(by) }, h("span", { "aria-hidden": "true" }, sign), unseen(`${says}: ${item.name}`));
  return h("div", { class: "field item stepper", id, "data-link": item.link_id },
    h("label", { for: `${id}-value` }, item.text || item.name,
      item.is_optional && h("span", { class: "optional" }, ` ${t("optional")}`)),
    h("div", { class: "control" },
      button(-item.step, "−", t("less")), input, item.unit && h("span", { class: "unit" }, item.unit),
      button(item.step, "+", t("more"))),
    clear,
  );

  function take(wanted) {
    if (clear) clear.hidden = Number.isNaN(wanted);
    if (Number.isNaN(wanted)) return onAnswer(undefined, false);
    const steps = Math.round((wanted - item.minimum) / item.step);
    const taken = Math.min(item.maximum, Math.max(item.minimum, item.minimum + steps * item.step));
    input.value = taken;
    return onAnswer(taken, false);
  }
}

/** Where a stepper begins: a night's sleep is the only such scale that there is today. */
function middle(item) {
  return item.unit === "h" ? 7 : Math.round((item.minimum + item.maximum) / 2);
}
