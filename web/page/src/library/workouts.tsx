// SPDX-License-Identifier: MIT
// The workouts as lists, a kind each, those of one ladder below each other.
import type { Entry, Library } from "../answers";
import { doses } from "../format";
import { Select } from "../parts/Field";
import { Words, capital } from "../parts/Words";
import { href } from "../router";
import { count, t } from "../texts/texts";
import { chosen, kinds, levels, look, ownFile, phases, type Looked } from "./sections";

export function Workouts({ library, by }: { library: Library; by: Looked }) {
  const found = chosen(library, { ...by, text: "" });
  const all = { value: "", text: t("library.all") };
  return (
    <>
      <div class="fields filters">
        <Select label={t("library.kind")} value={by.kind} options={[all, ...kinds.map((value) => ({ value, text: capital(t(`kind.${value}`)) }))]} onChange={(kind) => look({ kind })} />
        <Select label={t("library.phase")} value={by.phase} options={[all, ...phases.map((value) => ({ value, text: t(`phase.${value}`) }))]} onChange={(phase) => look({ phase })} />
        <Select label={t("library.level")} value={by.level} options={[all, ...levels.map((value) => ({ value, text: t(`level.${value}`) }))]} onChange={(level) => look({ level })} />
      </div>
      <p class="soft" role="status">{count("library.count", found.length)}</p>
      {kinds.map((kind) => {
        const mine = found.filter((one) => one.kind === kind);
        return mine.length === 0 ? null : <section key={kind} class="found"><h2>{t(`kind.${kind}`)} <span class="soft">{mine.length}</span></h2><WorkoutRows workouts={mine} /></section>;
      })}
    </>
  );
}

export const WorkoutRows = ({ workouts }: { workouts: readonly Entry[] }) => (
  <ul class="rows workouts">
    {workouts.map((one) => (
      <li key={one.id}>
        <a href={href("library", "workouts", one.id)}><Words>{capital(one.title)}</Words></a>{one.file === ownFile && <span class="own">{t("library.yours")}</span>}
        <code>{doses(one.text)}</code>
        <Words as="p" class="soft">{one.purpose}</Words>
      </li>
    ))}
  </ul>
);
