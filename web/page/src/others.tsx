// SPDX-License-Identifier: MIT
// Every page but the first, one line each. What they are made of is a file of its own beside the first page's
// (pages.tsx fetches it).
import type { ComponentChildren } from "preact";
import { FitnessPage } from "./fitness/fitness";
import { LibraryPage } from "./library/library";
import { PlanPage } from "./plan/plan";
import { RacePage } from "./race/race";
import type { PageName, Route } from "./router";
import { RunsPage } from "./runs/runs";
import { SettingsPage } from "./settings/settings_page";
import { StartPage } from "./start/start";

export const others: Record<Exclude<PageName, "today">, (route: Route) => ComponentChildren> = {
  plan: () => <PlanPage />,
  runs: ({ id, query }) => <RunsPage id={id} query={query} />,
  fitness: () => <FitnessPage />,
  race: ({ parts }) => <RacePage parts={parts} />,
  library: ({ parts }) => <LibraryPage key={parts.join("/")} parts={parts} />,
  settings: () => <SettingsPage />,
  start: () => <StartPage />,
};
