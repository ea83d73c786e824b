// SPDX-License-Identifier: MIT
// What was last changed in the plan, when and why, with the way back.
import type { ComponentChildren } from "preact";
import { redoPlan, replan, undoPlan } from "../api_calls";
import type { Changes } from "../answers";
import { dated, fromMs, longDay, shortDay, volume } from "../format";
import { Button } from "../parts/Button";
import { complain, say } from "../parts/Toast";
import { Words } from "../parts/Words";
import { count, t, type TextKey } from "../texts/texts";
import { useGet } from "../use";

const hands: Record<string, TextKey> = {
  "moved by hand": "plan.change_moved",
  "swapped by hand": "plan.change_swapped",
  "skipped by hand": "plan.change_skipped",
  "set by hand": "plan.change_set",
};

// "Thursday 11 June, 14:05", by the clock of whoever reads it.
function moment(instant: string): string {
  const at = new Date(instant);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${longDay(fromMs(Date.UTC(at.getFullYear(), at.getMonth(), at.getDate())))}, ${two(at.getHours())}:${two(at.getMinutes())}`;
}

// The day at a title's end, "on Tue 2026-06-02" or "am Di 2026-06-02", as a runner says it.
const said = (text: string): string => text.replace(/ (?:on|am) \w{2,3} (\d{4}-\d\d-\d\d)$/, (_, day: string) => `, ${longDay(day)}`);

// What replanning came to, in a line.
export const replanned = (made: Changes): string =>
  made.change_count > 0 ? count("plan.replanned", made.change_count) : made.log_weekly_m !== null ? t("plan.other_log", { volume: volume(made.log_weekly_m) }) : t("plan.replanned_none");

export const replanNow = (): void => void replan().then((made) => say(replanned(made), made.kept ? undoPlan : undefined), complain);

// What the plan does not follow yet, with the way to let it.
export function Behind({ children }: { children: ComponentChildren }) {
  return <div class="strip"><p>{children}</p><Button onClick={replanNow}>{t("today.replan")}</Button></div>;
}

export function LastChange() {
  const { data } = useGet<Changes>("plan/changes");
  if (!data) return null;
  const undo = (): void => void undoPlan(data.version).then(() => say(t("toast.undone"), redoPlan), complain);
  const hand = hands[data.what];
  const after = data.notes.length > 0 ? "plan.change_noted" : data.what.endsWith("paces by hand") ? "plan.change_paces" : "plan.change_replanned";
  return (
    <section class="changes">
      <h2>{t("plan.changes")}</h2>
      {data.change_count === 0 ? <p class="soft">{t("plan.changes_none")}</p> : (
        <>
          <p><strong>{t(hand ?? after)}</strong>{data.when && <span class="soft"> · {moment(data.when)}</span>}</p>
          <dl>
            {data.changes.map((one, i) => (
              <div key={i}>
                {one.date && <dt>{shortDay(one.date)}</dt>}
                <dd>
                  {one.now && <Words>{said(one.now)}</Words>}{one.was && <span class="soft">{one.now && " · "}{t(one.now ? "plan.change_was" : "plan.change_gone")} <Words>{said(one.was)}</Words></span>}
                  {!hand && <Words as="p" class="soft">{dated(one.reason)}</Words>}
                </dd>
              </div>
            ))}
          </dl>
          <Button onClick={undo}>{t("plan.undo_last")}</Button>
        </>
      )}
    </section>
  );
}
