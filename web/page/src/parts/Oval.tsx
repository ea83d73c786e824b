// SPDX-License-Identifier: MIT
// The oval and its four laps: each lane one lap, run from the finish line (bottom right) the way races go,
// outermost lap first. It stands for anything that has a beginning, four parts and an end.
//
//        ________________
//      /  ____________    \
//     |  /            \    |     lane i: a stadium of straight S and radius R - 6i
//     |  \____________/    |
//      \__________________/|     <- line

const straight = 62, outer = 33, gap = 7.4;
const width = straight + 2 * outer + 12, height = 2 * outer + 12;

function lane(i: number): string {
  const r = outer - i * gap, right = (width + straight) / 2, left = right - straight, mid = height / 2;
  return `M${right} ${mid + r}A${r} ${r} 0 0 0 ${right} ${mid - r}H${left}A${r} ${r} 0 0 0 ${left} ${mid + r}Z`;
}

interface Props {
  laps: readonly number[]; // how much of each is behind, 0 to 1
  label?: string; // what it says, for those who do not see it; without one it is an ornament
}

export function Oval({ laps, label }: Props) {
  const line = (width + straight) / 2;
  return (
    <svg class="oval" viewBox={`0 0 ${width} ${height}`} role={label ? "img" : undefined} aria-label={label} aria-hidden={label ? undefined : "true"}>
      {laps.map((share, i) => (
        <g key={i}>
          <path class="lane" d={lane(i)} />
          {share > 0 && <path class="run" d={lane(i)} pathLength={100} stroke-dasharray={`${Math.min(share, 1) * 100} 100`} />}
        </g>
      ))}
      <path class="line" d={`M${line} ${height / 2 + outer + 4}V${height / 2 + outer - 3 * gap - 4}`} />
    </svg>
  );
}
