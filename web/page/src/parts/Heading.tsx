// SPDX-License-Identifier: MIT
// A page's heading. When the page was changed the focus goes there, so that keys and readers go on from it.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { route, takeFocus } from "../router";
import { useStore } from "../use";

export function Heading({ children }: { children: ComponentChildren }) {
  const node = useRef<HTMLHeadingElement>(null);
  const now = useStore(route); // another address may have the same heading
  useEffect(() => {
    if (takeFocus()) node.current?.focus({ preventScroll: true });
  }, [now]);
  return <h1 ref={node} tabIndex={-1}>{children}</h1>;
}
