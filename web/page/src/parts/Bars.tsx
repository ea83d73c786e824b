// SPDX-License-Identifier: MIT
// Quiet bars: a value beside others of its kind, drawn as a share of the largest; the part in red is the hard one.
export interface Bar {
  whole: number; // 0 to 1
  hard: number; // of the same measure, within `whole`
}

export const BarLine = ({ bar, label }: { bar: Bar; label: string }) => (
  <svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label={label}>
    <rect class="bar-room" width="100" height="6" />
    <rect class="bar-whole" width={bar.whole * 100} height="6" />
    <rect class="bar-hard" width={bar.hard * 100} height="6" />
  </svg>
);

// Several shares of one whole in a row.
export function ShareLine({ parts, label }: { parts: readonly { share: number; look: string }[]; label: string }) {
  let from = 0;
  return (
    <svg class="bar share" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label={label}>
      {parts.map((part) => {
        const x = from;
        from += part.share;
        return <rect key={part.look} class={`share-${part.look}`} x={x} width={part.share} height="6" />;
      })}
    </svg>
  );
}
