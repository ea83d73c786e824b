// SPDX-License-Identifier: MIT
// The signs of the pages, drawn in one stroke on 24 x 24; those about running are ovals.
import type { PageName } from "../router";

const paths: Record<Exclude<PageName, "start"> | "undo" | "close" | "check" | "file", string> = {
  today: "M8 6h8a6 6 0 0 1 0 12H8A6 6 0 0 1 8 6Z M16 18v-5",
  plan: "M4 5h16v15H4Z M4 10h16 M9.3 10v10 M14.7 10v10 M8 3v3 M16 3v3",
  runs: "M4 7h16 M4 12h11 M4 17h14",
  fitness: "M4 18l5-5 4 2 7-9 M15 6h5v5",
  race: "M8 5h8a7 7 0 0 1 0 14H8A7 7 0 0 1 8 5Z M8.5 9h7a3 3 0 0 1 0 6h-7a3 3 0 0 1 0-6Z",
  library: "M5 4h6v16H5Z M11 4h4v16h-4Z M15.5 5l3.5-.8 3 15-3.6.8Z",
  settings: "M4 7h9 M17 7h3 M4 12h3 M11 12h9 M4 17h7 M15 17h5 M15 5v4 M9 10v4 M13 15v4",
  undo: "M9 7l-4 4 4 4 M5 11h9a5 5 0 0 1 0 10h-2",
  close: "M6 6l12 12 M18 6L6 18",
  check: "M5 13l4 4L19 7",
  file: "M12 16V5 M8 9l4-4 4 4 M5 15v4h14v-4",
};

export const Icon = ({ name }: { name: keyof typeof paths }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={paths[name]} />
  </svg>
);
