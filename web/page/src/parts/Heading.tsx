// SPDX-License-Identifier: MIT
import type { ComponentChildren } from "preact";

// A page's heading: the focus goes there when the page is changed.
export const Heading = ({ children }: { children: ComponentChildren }) => <h1 tabIndex={-1}>{children}</h1>;
