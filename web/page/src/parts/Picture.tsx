// SPDX-License-Identifier: MIT
// A picture that the program draws (SVG), in the page's own ground and look. It stands in a room of its own
// (shadow root), where its style is put by hand: the page's policy lets no inline style in.
import { useEffect, useRef } from "preact/hooks";
import { useGet } from "../use";
import { useLook } from "./look";
import { Failed, Loading } from "./States";

const STYLE = /<style>([\s\S]*?)<\/style>/;
const DARK = /@media \(prefers-color-scheme:dark\)\{([\s\S]*?\n)\}/;
const own = (style: string, look: "light" | "dark"): string =>
  style.replace(DARK, look === "dark" ? "$1" : "").replace(/#fbfaf7|#10151c/g, "var(--paper)").replace(/#17202a|#e6eaee/g, "var(--ink)").replace(/#5b6875|#9aa7b3/g, "var(--soft)");

function put(place: HTMLElement, text: string, look: "light" | "dark", trim: Trim | undefined): void {
  const root = place.shadowRoot ?? place.attachShadow({ mode: "open" });
  const style = STYLE.exec(text)?.[1] ?? "";
  const svg = new DOMParser().parseFromString(text.replace(STYLE, ""), "image/svg+xml").documentElement;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`svg{display:block;width:100%;height:auto}${own(style, look)}`);
  const [x = 0, y = 0, width = 0, height = 0] = svg.getAttribute("viewBox")?.split(" ").map(Number) ?? [];
  if (trim) svg.setAttribute("viewBox", [x + trim[0], y + trim[1], width - trim[0] - trim[2], height - trim[1] - trim[3]].join(" "));
  root.adoptedStyleSheets = [sheet];
  root.replaceChildren(document.importNode(svg, true));
}

// `trim`: what is cut off its edges: left, top, right, below.
export type Trim = readonly [number, number, number, number];
export function Picture({ path, trim }: { path: string; trim?: Trim }) {
  const place = useRef<HTMLDivElement>(null);
  const look = useLook();
  const { data: text, error, again } = useGet<string>(path, "text");
  useEffect(() => {
    if (text && place.current) put(place.current, text, look, trim);
  }, [text, look, trim]);
  return <div class="picture">{!text && (error ? <Failed error={error} again={again} /> : <Loading />)}<div ref={place} hidden={!text} /></div>;
}
