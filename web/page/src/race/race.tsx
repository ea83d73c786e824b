// SPDX-License-Identifier: MIT
// The race: what is wanted, how and in what conditions, and the card that comes of it, changing as a slider
// moves. The last card stays until the next is there.
import { useEffect, useState } from "preact/hooks";
import type { ApiError } from "../api";
import type { Race } from "../answers";
import { goalFault } from "../format";
import { Heading } from "../parts/Heading";
import { Empty, Failed, Loading, Offline } from "../parts/States";
import { href } from "../router";
import { t } from "../texts/texts";
import { useGet, useKept, useStore } from "../use";
import { address, ask, goalIsTime, query, type Ask } from "./ask";
import { Brief } from "./brief";
import { Card } from "./card";
import { Conditions, Goal, Way } from "./choices";
import { Carry } from "./carry";
import { Day } from "./day";
import { ReviewPage } from "./review";

const PAUSE_MS = 90; // a slider moves on

// What a slider is at, once it has stayed there for a moment.
function useSettled(words: string): string {
  const [settled, set] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => set(words), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [words]);
  return settled;
}

// Where what is wrong is told: at the goal, or at the hills.
const wrongAt = (field: "goal" | "hills", one: Ask, error: ApiError | undefined): string | undefined => {
  if (field === "goal" && !goalIsTime(one)) return goalFault(one.goal);
  if (!error || error.status === 0 || error.status === 404) return undefined;
  return (error.field === "hills") === (field === "hills") ? error.told : undefined;
};

export const RacePage = ({ parts }: { parts: readonly string[] }) => (parts[0] === "review" ? <ReviewPage run={Number(parts[1] ?? 0)} /> : <Plan />);

function Plan() {
  const one = useStore(ask);
  const words = query(one);
  const path = address("race", useSettled(words));
  const now = useGet<Race>(path);
  const race = useKept(now.data);
  const nothing = now.error?.status === 404 && one.goal === "";
  if (now.error && !race && now.error.status === 0) return <><Heading>{t("page.race")}</Heading><Failed error={now.error} again={now.again} /></>;
  const shown = nothing ? undefined : race;
  return (
    <>
      <header class="race-head">
        <Heading>{t("page.race")}</Heading>
        <a href={href("race", "review")}>{t("race.to_review")}</a>
      </header>
      {now.error?.status === 0 && <Offline again={now.again} />}
      <div class="race">
        <form class="race-ask" onSubmit={(event) => event.preventDefault()} aria-label={t("race.ask")}>
          <Goal one={one} race={shown} wrong={wrongAt("goal", one, now.error)} />
          <div class="race-how">
            {shown && <Brief race={shown} />}
            <Way one={one} race={shown} />
            <Conditions one={one} race={shown} wrong={wrongAt("hills", one, now.error)} />
          </div>
        </form>
        <div class={now.data || now.error ? "race-told" : "race-told late"} aria-busy={!now.data && !now.error}>
          {nothing ? <None /> : shown ? <><Card race={shown} one={one} /><Carry words={words} race={shown} /><Day race={shown} one={one} /></> : now.error ? null : <Loading />}
        </div>
      </div>
    </>
  );
}

const None = () => (
  <Empty title={t("race.none")} text={t("race.none_text")}><a class="button main" href={href("start")}>{t("empty.start")}</a></Empty>
);
