// SPDX-License-Identifier: MIT
// A sheet over the page: from below on a phone, at the side where there is room. The browser's own
// dialog keeps the focus in it, closes on Escape and gives the focus back.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../texts/texts";
import { Icon } from "./Icon";
import { Toasts, covered } from "./Toast";

export function Sheet({ title, onClose, children }: { title: string; onClose: () => void; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const node = dialog.current;
    node?.showModal();
    covered.set(true);
    return () => {
      covered.set(false);
      node?.close();
    };
  }, []);
  return (
    <dialog ref={dialog} class="sheet" aria-label={title} onClose={onClose} onClick={(event) => event.target === dialog.current && onClose()}>
      <div class="sheet-body">
        <button type="button" class="button quiet close" aria-label={t("action.close")} onClick={onClose}><Icon name="close" /></button>
        {children}
      </div>
      <Toasts inSheet />
    </dialog>
  );
}
