// SPDX-License-Identifier: MIT
// What was last changed in the plan and why, with the way back.
import { redoPlan, undoPlan } from "../api_calls";
import type { Changes } from "../answers";
import { shortDay } from "../format";
import { Button } from "../parts/Button";
import { complain, say } from "../parts/Toast";
import { Words } from "../parts/Words";
import { t } from "../texts/texts";
import { useGet } from "../use";

export function LastChange() {
  const { data } = useGet<Changes>("plan/changes");
  if (!data) return null;
  const undo = (): void => void undoPlan(data.version).then(() => say(t("toast.undone"), redoPlan), complain);
  return (
    <section class="changes">
      <h2>{t("plan.changes")}</h2>
      {data.change_count === 0 ? <p class="soft">{t("plan.changes_none")}</p> : (
        <>
          <ul>
            {data.changes.map((one, i) => (
              <li key={i}>
                {one.date && <span class="soft">{shortDay(one.date)} </span>}
                {one.was && <Words class="was">{one.was}</Words>} {one.now && <Words>{one.now}</Words>}
                <Words as="p" class="soft">{one.reason}</Words>
              </li>
            ))}
          </ul>
          <Button onClick={undo}>{t("plan.undo_last")}</Button>
        </>
      )}
    </section>
  );
}
