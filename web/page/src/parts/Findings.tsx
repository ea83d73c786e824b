// SPDX-License-Identifier: MIT
// What the auditor says of a change before it is made: nothing, or the rules that it would break.
import type { Finding } from "../answers";
import { shortDay } from "../format";
import { count, t } from "../texts/texts";
import { Words } from "./Words";

export function Findings({ found }: { found: readonly Finding[] }) {
  if (found.length === 0) return <p class="good">{t("plan.fine")}</p>;
  return (
    <>
      <p class="bad">{count("plan.breaks", found.length)}</p>
      <ul>
        {found.map((one, i) => (
          <li key={i}>{one.date && `${shortDay(one.date)}: `}<Words>{t("plan.allowed", { found: one.found, allowed: one.allowed })}</Words> <Words class="soft">{one.why}</Words></li>
        ))}
      </ul>
    </>
  );
}
