// SPDX-License-Identifier: MIT
// A movement drawn: start, end and the way between. The shapes are the program's own, those of the strength
// sheet on paper; here they take the colours of the page. All are read once, when the first is shown.
import type { Figure as Drawing } from "../answers";
import { useGet } from "../use";

const look = (role: string | null, what: string): string => (role === null ? `no-${what}` : `${what}-${role}`);

export function Figure({ name }: { name: string }) {
  const drawn = useGet<{ figures: Drawing[] }>("library/figures").data?.figures.find((one) => one.name === name);
  if (!drawn) return null;
  return (
    <svg class="figure" viewBox={`0 0 ${drawn.width} ${drawn.height}`} aria-hidden="true" focusable="false">
      {drawn.shapes.map((shape, i) => <path key={i} class={`${look(shape.fill, "fill")} ${look(shape.stroke, "stroke")}`} d={shape.path} stroke-width={shape.width} />)}
    </svg>
  );
}
