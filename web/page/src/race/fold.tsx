// SPDX-License-Identifier: MIT
// A part of the race's page: open where there is room beside the card, folded on a phone, where its heading says
// how it stands.
import type { ComponentChildren } from "preact";
import { useMatch } from "../use";

export function Fold({ title, now = "", children }: { title: string; now?: string; children: ComponentChildren }) {
  const wide = useMatch("(min-width: 1150px)");
  return (
    <section class="fold">
      <details open={wide}>
        <summary><h2>{title}</h2>{now && <span class="soft">{now}</span>}</summary>
        <div>{children}</div>
      </details>
    </section>
  );
}
