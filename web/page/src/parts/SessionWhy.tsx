// SPDX-License-Identifier: MIT
// Why a session stands where it does, as much as it does, at that pace; what it rests on; what to do elsewhere.
import type { Session } from "../answers";
import { dated } from "../format";
import { t, type TextKey } from "../texts/texts";
import { Words } from "./Words";

const reasons: [TextKey, "why_day" | "why_much" | "why_pace"][] = [
  ["session.why_day", "why_day"],
  ["session.why_much", "why_much"],
  ["session.why_pace", "why_pace"],
];

export function SessionWhy({ session }: { session: Session }) {
  return (
    <div class="why">
      <dl>
        {reasons.map(([key, field]) => session[field] && <div key={key}><dt>{t(key)}</dt><Words as="dd">{dated(session[field])}</Words></div>)}
      </dl>
      {session.source && <p class="source">{t("session.source")}: <Words>{session.source}</Words></p>}
      {session.elsewhere && (
        <details>
          <summary>{t("session.elsewhere")}</summary>
          <Words as="p">{session.elsewhere}</Words>
          {session.elsewhere_text && <p>{t("session.by_time")}: <code>{session.elsewhere_text}</code></p>}
        </details>
      )}
    </div>
  );
}
