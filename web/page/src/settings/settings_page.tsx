// SPDX-License-Identifier: MIT
// Everything that can be told once: of this browser (look, language), of the athlete, of the data. All of it
// is kept at once.
import { useState } from "preact/hooks";
import type { Athlete } from "../answers";
import { Choice } from "../parts/Field";
import { Heading } from "../parts/Heading";
import { Shown } from "../parts/States";
import { change, settings } from "../settings";
import { t } from "../texts/texts";
import { useGet, useStore } from "../use";
import { Athletes } from "./athletes";
import { Calendars } from "./calendars";
import { Data } from "./data";
import { Devices } from "./devices";
import { keep } from "./keep";
import { HealthAnswers, Heart, Person, Week, Zones } from "./profile";

export function SettingsPage() {
  const athlete = useGet<Athlete>("athlete");
  const [lives, setLives] = useState(0); // so often all was deleted: what was said before of addresses and names is said no more
  return (
    <>
      <Heading>{t("page.settings")}</Heading>
      <Shown of={athlete}>
        {(data) => (
          <div class="settings">
            <Person athlete={data} />
            <Look athlete={data} />
            <Week athlete={data} />
            <HealthAnswers athlete={data} />
            <Heart athlete={data} />
            <Zones athlete={data} />
            <Athletes key={`athletes${lives}`} />
            <Calendars key={`calendars${lives}`} />
            <Devices />
            <Data onErased={() => setLives((n) => n + 1)} />
          </div>
        )}
      </Shown>
    </>
  );
}

function Look({ athlete }: { athlete: Athlete }) {
  const now = useStore(settings);
  return (
    <section aria-labelledby="set-look">
      <h2 id="set-look">{t("settings.page")}</h2>
      <Choice label={t("settings.units")} value={athlete.units} onChange={(units) => void keep(athlete, { units })} options={[{ value: "km", text: t("settings.km") }, { value: "mi", text: t("settings.mi") }]} />
      <Choice label={t("settings.look")} value={now.theme} onChange={(theme) => change({ theme })}
        options={[{ value: "system", text: t("settings.system") }, { value: "light", text: t("settings.light") }, { value: "dark", text: t("settings.dark") }]} />
      <Choice label={t("settings.language")} hint={t("settings.language_note")} value={now.language} onChange={(language) => { change({ language }); void keep(athlete, { language }); }}
        options={[{ value: "en", text: "English" }, { value: "de", text: "Deutsch" }]} />
    </section>
  );
}
