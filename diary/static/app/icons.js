/** The few drawings of the navigation. */

import { svg } from "./dom.js";

const PATHS = {
  today: "M5 4h14v16H5zM8 9.5h8M8 13.5h5",
  diary: "M6 4h11a2 2 0 0 1 2 2v14H8a2 2 0 0 1-2-2zM10 4v16M13 9h3",
  trend: "M4 19h16M5 15l4-5 4 3 6-8",
  me: "M12 11.5a3.6 3.6 0 1 0 0-7.2 3.6 3.6 0 0 0 0 7.2zM4.8 20c.6-4 3.400-6 7.200-6s6.600 2 7.200 6",
  help: "M12 20.500C6 16.500 3.500 13.400 3.500 9.700A4.500 4.500 0 0 1 12 7.300a4.500 4.500 0 0 1 8.500 2.400c0 3.700-2.500 6.800-8.500 10.800z",
  phone: "M6.500 3.500h3l1.500 4-2 1.500a12 12 0 0 0 6 6l1.500-2 4 1.500v3c0 1-.9 2-2 2A15.500 15.500 0 0 1 4.500 5.500c0-1.100.9-2 2-2z",
  text: "M4 5h16v11H10l-4 4v-4H4z",
  kept: "M12 4v10m-4-4 4 4 4-4M5 19h14",
};

/** A drawing of 24 by 24 that says nothing by itself. */
export function icon(name) {
  return svg(
    "svg",
    { class: "icon", viewBox: "0 0 24 24", width: 24, height: 24, "aria-hidden": "true" },
    svg("path", { d: PATHS[name] }),
  );
}
