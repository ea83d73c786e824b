// SPDX-License-Identifier: MIT
// Drills, strength and jumps: drawn, with how they are done and what goes wrong.
import type { Library, Movement } from "../answers";
import { Figure } from "../parts/Figure";
import { Heading } from "../parts/Heading";
import { Words, capital } from "../parts/Words";
import { href } from "../router";
import { t, type TextKey } from "../texts/texts";
import { sectionOf, workoutHas } from "./sections";
import { WorkoutRows } from "./workouts";

export const MovementCards = ({ movements }: { movements: readonly Movement[] }) => (
  <ul class="movements">
    {movements.map((one) => (
      <li key={one.name}>
        <a href={href("library", sectionOf(one), one.name)}><Figure name={one.name} /><Words>{capital(one.name)}</Words></a>
        <code>{one.dose}</code>
        <Words as="p" class="soft">{one.muscles}</Words>
      </li>
    ))}
  </ul>
);

export function MovementOne({ library, one }: { library: Library; one: Movement }) {
  const facts: [TextKey, string][] = [["library.muscles", one.muscles], ["library.equipment", one.equipment], ["library.usual", one.dose]];
  const other = (name: string | null) => {
    const found = name === null ? undefined : library.movements.find((m) => m.name === name || m.aliases.includes(name));
    return found ? <a href={href("library", sectionOf(found), found.name)}><Words>{found.name}</Words></a> : <Words>{name ?? ""}</Words>;
  };
  const inside = library.workouts.filter((w) => (w.kind === "strength" || w.kind === "plyo" || w.kind === "drills") && workoutHas(one.name, { ...w, title: "", purpose: "", id: "", family: "" }));
  return (
    <article class="workout movement">
      <p class="eyebrow"><span>{t(`library.${sectionOf(one)}`)}</span></p>
      <Heading><Words>{capital(one.name)}</Words></Heading>
      <Figure name={one.name} />
      <Words as="p" class="lead">{one.how}</Words>
      {one.fault && <p><b>{t("session.fault")}:</b> <Words>{one.fault}</Words></p>}
      <dl class="facts-list">
        {facts.map(([key, text]) => <div key={key}><dt>{t(key)}</dt><Words as="dd">{text}</Words></div>)}
        {one.easier && <div><dt>{t("library.easier")}</dt><dd>{other(one.easier)}</dd></div>}
        {one.harder && <div><dt>{t("library.harder")}</dt><dd>{other(one.harder)}</dd></div>}
        {one.aliases.length > 0 && <div><dt>{t("library.also")}</dt><Words as="dd">{one.aliases.join(", ")}</Words></div>}
      </dl>
      {inside.length > 0 && <section class="found"><h2>{t("library.inside")}</h2><WorkoutRows workouts={inside} /></section>}
    </article>
  );
}
