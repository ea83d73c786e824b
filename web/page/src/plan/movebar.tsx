// SPDX-License-Identifier: MIT
// While a session is on its way: where to, and what the auditor says of it, before it is dropped.
import { longDay } from "../format";
import { Button } from "../parts/Button";
import { Findings } from "../parts/Findings";
import { Words } from "../parts/Words";
import { t } from "../texts/texts";
import { useStore } from "../use";
import { cancel, drop, moving, type Moving } from "./moving";

function Verdict({ now }: { now: Moving }) {
  if (now.to === null) return <p class="soft">{t("plan.choose_day")}</p>;
  if (now.refused) return <Words as="p" class="bad">{now.refused}</Words>;
  if (now.found === null) return <p class="soft">{t("plan.asking")}</p>;
  if (now.to === now.session.date) return <p class="soft">{t("plan.choose_day")}</p>;
  return <Findings found={now.found} />;
}

export function MoveBar() {
  const now = useStore(moving);
  if (!now) return null;
  const title = now.session.title;
  const may = now.to !== null && now.to !== now.session.date && !now.refused;
  return (
    <div class="movebar" data-moves={now.session.id} role="region" aria-label={t("plan.moving", { title })}>
      <div aria-live="polite">
        <p><strong>{now.to ? t("plan.moving_to", { title, day: longDay(now.to) }) : t("plan.moving", { title })}</strong></p>
        <Verdict now={now} />
      </div>
      <p class="row">
        <Button look="main" disabled={!may} onClick={() => void drop()}>{t(now.found && now.found.length > 0 ? "plan.drop_anyway" : "plan.drop")}</Button>
        <Button onClick={cancel}>{t("action.cancel")}</Button>
      </p>
    </div>
  );
}
