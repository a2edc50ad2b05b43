/** A line of readings over time with the infusions as marks, in the staff chart's own style. */

import { svg } from "../dom.js";
import { dateOf, number, t } from "../words.js";

const WIDTH = 360;
const HEIGHT = 230;
const LEFT = 30;
const RIGHT = 10;
const TOP = 26;
const BOTTOM = 24;
/** Readings further apart than this are not joined: a gap is shown as a gap. */
const GAP_DAYS = 21;
const DAY = 86_400_000;
const MANY = 30;

/** Whether so many readings are drawn as dots, with their average as the line. */
export function isInDots({ readings }) {
  return readings.length > MANY;
}

/**
 * The chart of one series of the trend.
 * @param {object} series
 * @param {{number: number, at: string}[]} infusions
 */
export function chart(series, infusions) {
  const { readings, low, high } = series;
  const instants = [...readings.map(({ at }) => at), ...infusions.map(({ at }) => at)].map(Date.parse);
  const from = Math.min(...instants);
  const until = Math.max(...instants, from + DAY);
  const x = (at) => LEFT + ((Date.parse(at) - from) / (until - from)) * (WIDTH - LEFT - RIGHT);
  const y = (value) => HEIGHT - BOTTOM - ((value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const isMany = isInDots(series);
  return svg("svg", {
    class: "chart own-chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img",
    "aria-label": t("chart_says", {
      title: series.title, count: readings.length, from: dateOf(readings[0].at),
      until: dateOf(readings.at(-1).at), value: number(readings.at(-1).value), low, high,
    }),
  },
    scale(low, high, y),
    infusions.map(({ number: nth, at }, place) => mark(nth, x(at), place, infusions, x)),
    level(series.baseline, "baseline", y),
    level(series.half_line, "half-gain", y),
    series.missed.map((at) => svg("line", { class: "missed", x1: x(at), x2: x(at), y1: HEIGHT - BOTTOM, y2: HEIGHT - BOTTOM - 5 })),
    isMany
      ? readings.map((each) => svg("path", { class: "daily", d: `M${x(each.at).toFixed(1)} ${y(each.value).toFixed(1)}h0` }))
      : svg("path", { class: "line", d: line(readings, x, y) }),
    svg("path", { class: "line rolling", d: line(series.rolling_mean, x, y) }),
    !isMany && readings.map((each) => svg("circle", { class: "point", cx: x(each.at).toFixed(1), cy: y(each.value).toFixed(1), r: 3.4 })),
    dates(from, until),
  );
}

/** The points joined, but not over a gap. */
function line(readings, x, y) {
  return readings
    .map(({ at, value }, nth) => {
      const isFar = nth === 0 || Date.parse(at) - Date.parse(readings[nth - 1].at) > GAP_DAYS * DAY;
      return `${isFar ? "M" : "L"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join("");
}

function scale(low, high, y) {
  return [low, (low + high) / 2, high].map((value) => [
    svg("line", { class: "grid", x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value) }),
    svg("text", { x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" }, number(value)),
  ]);
}

function mark(nth, at, place, infusions, x) {
  // A number that would lie on the one before it is left out; its line is there.
  const before = infusions[place - 1];
  const isCrowded = before && at - x(before.at) < 17 && place < infusions.length - 1;
  return svg("g", { class: "infusion" },
    svg("line", { class: isCrowded ? "drop crowded" : "drop", x1: at, x2: at, y1: TOP - 8, y2: HEIGHT - BOTTOM }),
    !isCrowded && svg("g", { class: "badge", transform: `translate(${at} ${TOP - 16})` },
      svg("rect", { x: -8, y: -8, width: 16, height: 16, rx: 8 }),
      svg("text", { y: 4, "text-anchor": "middle" }, nth)));
}

function level(value, name, y) {
  return value !== null && svg("line", { class: `level ${name}`, x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value) });
}

function dates(from, until) {
  const parts = { day: "numeric", month: "short" };
  return [
    svg("text", { x: LEFT, y: HEIGHT - 6 }, dateOf(from, parts)),
    svg("text", { x: WIDTH - RIGHT, y: HEIGHT - 6, "text-anchor": "end" }, dateOf(until, parts)),
  ];
}
