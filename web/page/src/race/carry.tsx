// SPDX-License-Identifier: MIT
// What to take to the line: cards on paper and for the phone, the race as sound, its live page, a workout for
// the watch, the day in the calendar. What is played here is FLAC: every browser has it, and it says at its
// beginning how long it is.
import { useState } from "preact/hooks";
import { url } from "../api";
import type { Race } from "../answers";
import type { Session } from "../api_types";
import { Select } from "../parts/Field";
import { href } from "../router";
import { settings } from "../settings";
import { t } from "../texts/texts";
import { useGet } from "../use";
import { address } from "./ask";

const cards = ["wristband", "phone", "sheet", "day"] as const;
const voices = ["slt", "rms", "awb", "kal", "none"] as const;
const beeps = ["50", "100", "200"] as const;
const leads = ["0", "10", "20", "60"] as const;
const files = ["ogg", "opus", "flac", "wav"] as const;

export function Carry({ words, race }: { words: string; race: Race }) {
  const [size, setSize] = useState<"a4" | "letter">(settings.get().units === "mi" ? "letter" : "a4");
  return (
    <section class="carry">
      <h2>{t("race.carry")}</h2>
      <Phone words={words} />
      <Sound words={words} />
      <details>
        <summary>{t("race.paper")}</summary>
        <ul class="cards">
          {cards.map((form) => (
            <li key={form}>
              <p><b>{t(`race.card_${form}`)}</b> <span class="soft">{t(`race.card_${form}_text`)}</span></p>
              <p class="row">
                {form !== "phone" && <a class="button" href={url(address("race/card", words, `form=${form}&size=${size}`))} download>PDF</a>}
                {form !== "day" && <a class="button" href={url(address("race/card", words, `form=${form}&file=png`))} download>PNG</a>}
              </p>
            </li>
          ))}
        </ul>
        <div class="short"><Select label={t("race.paper")} value={size} options={[{ value: "a4", text: "A4" }, { value: "letter", text: "Letter" }]} onChange={setSize} /></div>
      </details>
      <p class="row">
        <a class="button" href={url(address("race/fit", words))} download>{t("race.watch")}</a>
        {race.date && <a class="button" href={url("plan/export?form=ics")} download>{t("race.calendar")}</a>}
      </p>
      {!race.date && <p class="hint">{t("race.no_calendar")} <a href={href("start")}>{t("empty.start")}</a></p>}
    </section>
  );
}

// The live page here, and by its code on the phone that comes to the track.
function Phone({ words }: { words: string }) {
  const session = useGet<Session>("session").data;
  return (
    <div class="live-page">
      <div>
        <p><a class="button" href={url(address("race/live", words))} target="_blank" rel="noopener">{t("race.live")}</a></p>
        <p class="hint">{t("race.live_text")} {session && (session.lan ? t("race.live_code") : <>{t("race.live_lan")} <code>miler serve --lan</code></>)}</p>
      </div>
      {session?.lan && <img class="code" src={url(address("race/live/code", words))} alt={t("race.live_code_alt")} />}
    </div>
  );
}

function Sound({ words }: { words: string }) {
  const [voice, setVoice] = useState<(typeof voices)[number]>("slt");
  const [every, setEvery] = useState<(typeof beeps)[number]>("100");
  const [lead, setLead] = useState<(typeof leads)[number]>("10");
  const more = `voice=${voice}&beeps_m=${every}&lead_s=${lead}`;
  const source = url(address("race/sound", words, more));
  return (
    <>
      <h3>{t("race.sound")}</h3>
      <p class="hint">{t("race.sound_text")}</p>
      <audio key={source} controls preload="none" src={`${source}&file=flac`} aria-label={t("race.sound")} />
      <details>
        <summary>{t("race.sound_more")}</summary>
        <div class="fields">
        <Select label={t("race.voice")} value={voice} options={voices.map((value) => ({ value, text: t(`race.voice_${value}`) }))} onChange={setVoice} />
        <Select label={t("race.beeps")} value={every} options={beeps.map((value) => ({ value, text: `${value}\u202fm` }))} onChange={setEvery} />
        <Select label={t("race.lead")} value={lead} options={leads.map((value) => ({ value, text: t("unit.seconds", { n: value }) }))} onChange={setLead} />
        </div>
        <p class="row">{files.map((file) => <a key={file} class="button" href={`${source}&file=${file}`} download>{file.toUpperCase()}</a>)}</p>
      </details>
    </>
  );
}
