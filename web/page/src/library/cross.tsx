// SPDX-License-Identifier: MIT
// What takes the place of easy running, and how many minutes of it.
import { useState } from "preact/hooks";
import type { Cross } from "../answers";
import { band, number } from "../format";
import { Heading } from "../parts/Heading";
import { Slider } from "../parts/Slider";
import { Words, capital } from "../parts/Words";
import { href } from "../router";
import { t, type TextKey } from "../texts/texts";

const minutes = (n: number): string => t("library.minutes", { n: number(Math.round(n)) });
const effort = (one: Cross): string => t("step.rpe", { n: band(number(one.low_rpe), number(one.high_rpe)) });

export function CrossList({ cross }: { cross: readonly Cross[] }) {
  const [easy, set] = useState(40);
  return (
    <>
      <div class="dose"><Slider label={t("library.easy_minutes")} value={easy} low={10} high={120} step={5} shown={minutes(easy)} onInput={set} /></div>
      <ul class="rows cross">
        {cross.map((one) => (
          <li key={one.name}>
            <a href={href("library", "cross", one.name)}><Words>{capital(one.title)}</Words></a> <b>{minutes(easy * one.minutes_per_easy_minute)}</b>
            <span class="soft">{effort(one)}</span>
            <Words as="p" class="soft">{one.good_for}</Words>
          </li>
        ))}
      </ul>
    </>
  );
}

export function CrossOne({ one }: { one: Cross }) {
  const facts: [TextKey, string][] = [["library.good_for", one.good_for], ["library.caution", one.caution], ["library.impact", t(`library.impact_${one.impact}` as TextKey)]];
  return (
    <article class="workout">
      <p class="eyebrow"><span>{t("library.cross")}</span></p>
      <Heading><Words>{capital(one.title)}</Words></Heading>
      <p class="lead">{t("library.instead_of", { n: number(10 * one.minutes_per_easy_minute, one.minutes_per_easy_minute % 0.1 > 0.001 ? 1 : 0) })} · {effort(one)}</p>
      <Words as="p">{one.how}</Words>
      <dl class="facts-list">{facts.map(([key, text]) => text && <div key={key}><dt>{t(key)}</dt><Words as="dd">{text}</Words></div>)}</dl>
      <p class="source">{t("session.source")}: <Words>{one.source}</Words></p>
    </article>
  );
}
