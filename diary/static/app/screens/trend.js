/** The patient's own trend: the numbers of the clinician's chart, with the infusions. */

import { h } from "../dom.js";
import { byClinic, now } from "../moment.js";
import { chart, isInDots } from "../parts/chart.js";
import { page, panel } from "../parts/page.js";
import { kept } from "../reads.js";
import { asOf, capital, dateOf, number, t, timeOf } from "../words.js";

const MOOD = "daily/mood";

export async function show(code) {
  const found = await kept("trend");
  const series = found?.value.series.filter((each) => each.readings.length) ?? [];
  if (series.length === 0) return page(t("trend"), panel(h("p", { class: "soft" }, t("no_trend"))));
  const wanted = code && decodeURIComponent(code);
  const chosen = series.find((each) => each.code === wanted) ?? series.find((each) => each.code === MOOD) ?? series[0];
  const latest = chosen.readings.at(-1);
  return page(t("trend"),
    h("p", { class: "sub" }, t("as_of", { time: asOf(byClinic(found.at), now()) })),
    h("nav", { class: "chips trend-chips", "aria-label": t("trend") }, series.map((each) =>
      h("a", { class: "chip", href: `#/trend/${encodeURIComponent(each.code)}`, "aria-current": each === chosen && "true" }, capital(each.title)))),
    h("section", { class: "panel" },
      h("div", { class: "chart-head" },
        h("h2", {}, capital(chosen.title)),
        h("p", {}, h("small", {}, `${t("latest")} `), h("span", { class: "chart-latest" }, number(latest.value)), chosen.unit && h("small", {}, ` ${chosen.unit}`))),
      chosen.change !== null && h("p", { class: "soft" }, t("since_before", { value: signed(chosen.change) })),
      chart(chosen, found.value.infusions),
      legend(chosen, found.value.infusions),
      h("p", { class: "soft" }, chosen.high_is_good ? t("better_up") : t("better_down")),
      table(chosen, found.value.infusions)),
  );
}

function signed(value) {
  return `${value > 0 ? "+" : value < 0 ? "−" : "±"}${number(Math.abs(value))}`;
}

function legend(series, infusions) {
  return h("p", { class: "legend" },
    infusions.length > 0 && h("span", { class: "of-infusion" }, t("infusions")),
    isInDots(series) && h("span", { class: "of-daily" }, t("one_answer")),
    series.rolling_mean.length > 0 && h("span", { class: "of-rolling" }, t("rolling")),
    series.missed.length > 0 && h("span", { class: "of-missed" }, t("missed_on")),
    series.baseline !== null && h("span", { class: "of-baseline" }, t("baseline")),
    series.half_line !== null && h("span", { class: "of-half-gain" }, t("half_line")));
}

/** What the chart shows, row by row, the newest first. */
function table(series, infusions) {
  const rows = [
    ...series.readings.map(({ at, value }) => ({ at, said: number(value) })),
    ...series.missed.map((at) => ({ at, said: t("missed_on") })),
    ...infusions.map(({ at, number: nth }) => ({ at, said: t("infusion_n", { number: nth }) })),
  ].sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
  return h("details", {}, h("summary", {}, t("numbers")),
    h("div", { class: "numbers", tabindex: "0", role: "region", "aria-label": t("numbers") },
      h("table", {},
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("date")), h("th", { scope: "col" }, t("value")))),
        h("tbody", {}, rows.map(({ at, said }) =>
          h("tr", {}, h("th", { scope: "row" }, `${dateOf(at)}, ${timeOf(at)}`), h("td", {}, said)))))));
}
