// SPDX-License-Identifier: MIT
// "Moved to Thursday. Undo": said after a thing is done, instead of asking before. It stays while the pointer
// or the focus is on it; one at a time, for only the last change can be taken back. While a sheet lies over the
// page it is said in the sheet: whatever is behind one is neither heard nor to be pressed.
import { useEffect, useRef } from "preact/hooks";
import { ApiError } from "../api";
import { t } from "../texts/texts";
import { Store, useStore } from "../use";
import { Button } from "./Button";

interface Toast {
  text: string;
  undo?: (() => Promise<unknown>) | undefined;
  bad?: boolean;
}
const shown = new Store<Toast | null>(null);
export const covered = new Store(false);
const STAYS_MS = 12000;

export const say = (text: string, undo?: () => Promise<unknown>): void => shown.set({ text, undo });
export function complain(error: unknown): void {
  const told = error instanceof ApiError && error.status > 0 ? error.told : t("state.offline");
  shown.set({ text: told, bad: true });
}

export function Toasts({ inSheet = false }: { inSheet?: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  const told = useStore(shown);
  const toast = useStore(covered) === inSheet ? told : null;
  useEffect(() => {
    if (!toast) return undefined;
    const timer = setInterval(() => place.current?.matches(":hover, :focus-within") || shown.set(null), STAYS_MS);
    return () => clearInterval(timer);
  }, [toast]);
  const undo = async (act: () => Promise<unknown>): Promise<void> => {
    try {
      await act();
      say(t("toast.undone"));
    } catch (error) {
      complain(error);
    }
  };
  return (
    <div ref={place} class="toasts" aria-live="polite">
      {toast && (
        <div class={toast.bad ? "toast bad" : "toast"}>
          <p>{toast.text}</p>
          {toast.undo && <Button look="quiet" onClick={() => void undo(toast.undo!)}>{t("action.undo")}</Button>}
          <Button look="quiet" onClick={() => shown.set(null)}>{t("action.close")}</Button>
        </div>
      )}
    </div>
  );
}
