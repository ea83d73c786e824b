// SPDX-License-Identifier: MIT
// How the drills and exercises of a session are done, asked of the library when somebody opens it.
import { useState } from "preact/hooks";
import type { Movement, Session } from "../answers";
import { t } from "../texts/texts";
import { useGet } from "../use";
import { Figure } from "./Figure";
import { Words } from "./Words";

const sections = { drills: "library/drills", strength: "library/strength", plyo: "library/plyometrics" } as const;

function List({ path, names }: { path: string; names: readonly string[] }) {
  const { data, error } = useGet<{ movements: Movement[] }>(path);
  if (error) return <p class="soft">{t("session.how_unknown")}</p>;
  const wanted = data?.movements.filter((one) => names.length === 0 || names.includes(one.name) || one.aliases.some((alias) => names.includes(alias))) ?? [];
  return (
    <dl class="how">
      {wanted.map((one) => (
        <div key={one.name}>
          <dt><Words>{one.name}</Words></dt>
          <dd><Figure name={one.name} /></dd>
          <Words as="dd">{one.how}</Words>
          {one.fault && <dd class="soft">{t("session.fault")}: <Words>{one.fault}</Words></dd>}
        </div>
      ))}
    </dl>
  );
}

// The usual drills of a warm-up, where the session only says "drills" (docs/workout-language.md).
const usual = ["walking lunge", "leg swings", "high knees", "A-skip", "bounding"];

export function HowTo({ session }: { session: Session }) {
  const [open, set] = useState(false);
  const names = session.steps.filter((step) => step.kind === "exercise" && step.name).map((step) => step.name!);
  const drills = session.steps.some((step) => step.kind === "drills");
  const path = session.kind === "strength" || session.kind === "plyo" ? sections[session.kind] : drills ? sections.drills : null;
  if (path === null) return null;
  return (
    <details onToggle={(event) => set(event.currentTarget.open)}>
      <summary>{t("session.how")}</summary>
      {open && <List path={path} names={names.length > 0 ? names : usual} />}
    </details>
  );
}
