// SPDX-License-Identifier: MIT
// Warm-ups, cool-downs, race day, days of rest.
import type { Routine } from "../answers";
import { doses } from "../format";
import { Words, capital } from "../parts/Words";
import { href } from "../router";

export const RoutineRows = ({ routines }: { routines: readonly Routine[] }) => (
  <ul class="rows workouts">
    {routines.map((one) => (
      <li key={one.id}>
        <a href={href("library", "routines", one.id)}><Words>{capital(one.title)}</Words></a>
        <code>{doses(one.text)}</code>
        <Words as="p" class="soft">{one.purpose}</Words>
      </li>
    ))}
  </ul>
);
