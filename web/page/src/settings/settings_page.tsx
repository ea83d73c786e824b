// SPDX-License-Identifier: MIT
// Look and language belong to this browser; units to the athlete.
import { setAthlete } from "../api_calls";
import { Choice } from "../parts/Field";
import { Heading } from "../parts/Heading";
import { complain } from "../parts/Toast";
import { change, settings } from "../settings";
import { t } from "../texts/texts";
import { useStore } from "../use";

export function SettingsPage() {
  const now = useStore(settings);
  const setUnits = (units: "km" | "mi"): void => {
    change({ units });
    setAthlete({ units }).catch(complain);
  };
  return (
    <>
      <Heading>{t("page.settings")}</Heading>
      <div class="form">
        <Choice label={t("settings.look")} value={now.theme} onChange={(theme) => change({ theme })}
          options={[{ value: "system", text: t("settings.system") }, { value: "light", text: t("settings.light") }, { value: "dark", text: t("settings.dark") }]} />
        <Choice label={t("settings.language")} hint={t("settings.language_note")} value={now.language} onChange={(language) => change({ language })}
          options={[{ value: "en", text: "English" }, { value: "de", text: "Deutsch" }]} />
        <Choice label={t("settings.units")} value={now.units} onChange={setUnits} options={[{ value: "km", text: t("settings.km") }, { value: "mi", text: t("settings.mi") }]} />
      </div>
    </>
  );
}
