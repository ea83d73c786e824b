// SPDX-License-Identifier: MIT
// A page's heading. When the page was changed the focus goes there, so that keys and readers go on from it.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { takeFocus } from "../router";

export function Heading({ children }: { children: ComponentChildren }) {
  const node = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takeFocus()) node.current?.focus({ preventScroll: true });
  }, []);
  return <h1 ref={node} tabIndex={-1}>{children}</h1>;
}
