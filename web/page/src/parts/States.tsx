// SPDX-License-Identifier: MIT
// What stands where data would: nothing there yet, still reading, could not be read, nobody answers.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ApiError } from "../api";
import { t } from "../texts/texts";
import type { Answer } from "../use";
import { Button } from "./Button";
import { Oval } from "./Oval";
import { Words } from "./Words";

// Local answers come at once: a sign that flashes up for an instant would only unsettle.
export function Loading() {
  const [late, set] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => set(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return <div class="state" role="status">{late && <><Oval laps={[0, 0, 0, 0]} /><p class="soft">{t("state.loading")}</p></>}</div>;
}

export function Failed({ error, again }: { error: ApiError; again?: () => void }) {
  return (
    <div class="state" role="alert">
      <h2>{t(error.status === 0 ? "state.offline" : "state.failed")}</h2>
      {error.status === 0 ? <p>{t("state.offline_text")}</p> : <Words as="p">{error.told}</Words>}
      {again && (error.status === 0 || error.status >= 500) && <Button onClick={again}>{t("state.again")}</Button>}
    </div>
  );
}

export function Offline({ again }: { again: () => void }) {
  return (
    <div class="strip" role="status">
      <p><strong>{t("state.offline")}.</strong> {t("state.offline_text")}</p>
      <Button onClick={again}>{t("state.again")}</Button>
    </div>
  );
}

export function Empty({ title, text, children }: { title: string; text: string; children?: ComponentChildren }) {
  return (
    <div class="state empty">
      <Oval laps={[0, 0, 0, 0]} />
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
    </div>
  );
}

// The usual way from an answer to what is shown. `none` stands where there is nothing yet (404).
export function Shown<T>({ of, none, children }: { of: Answer<T>; none?: ComponentChildren; children: (data: T) => ComponentChildren }) {
  if (of.error && of.data === undefined) return of.error.status === 404 && none ? <>{none}</> : <Failed error={of.error} again={of.again} />;
  if (of.data === undefined) return <Loading />;
  return <>{of.error?.status === 0 && <Offline again={of.again} />}{children(of.data)}</>;
}
