// SPDX-License-Identifier: MIT
// The race in one line, for where the card is out of sight while a slider moves: the time, and each lap's.
import type { Race } from "../answers";
import { raceTime } from "../format";
import { rounds } from "./laps";

export const Brief = ({ race }: { race: Race }) => (
  <p class="race-brief" aria-hidden="true">
    <b>{raceTime(race.goal_s)}</b>
    {race.laps.length > 1 && rounds(race).map((lap) => <span key={lap.name}><span class="lap-no">{lap.name}</span> {raceTime(lap.time_s)}</span>)}
  </p>
);
