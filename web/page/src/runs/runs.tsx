// SPDX-License-Identifier: MIT
// Runs: the log at /runs, one of them at /runs/12, two beside each other at /runs/12?with=13.
import { Compare } from "./compare";
import { Log } from "./log";
import { RunPage } from "./run";

export function RunsPage({ id, query }: { id: number | null; query: string }) {
  const other = Number(new URLSearchParams(query).get("with"));
  if (id === null) return <Log query={query} />;
  return Number.isInteger(other) && other > 0 && other !== id ? <Compare key={`${id} ${other}`} id={id} other={other} /> : <RunPage key={id} id={id} />;
}
