// SPDX-License-Identifier: MIT
// A calendar by the letter of RFC 5545, without a library: line ends, folding,
// names, what each component must and may have once. Gives the faults in words.
const once = {
  VCALENDAR: { must: ['VERSION', 'PRODID'], most: ['VERSION', 'PRODID', 'CALSCALE', 'METHOD'] },
  VEVENT: {
    must: ['UID', 'DTSTAMP', 'DTSTART'],
    most: ['UID', 'DTSTAMP', 'DTSTART', 'DTEND', 'SEQUENCE', 'SUMMARY', 'DESCRIPTION', 'LOCATION', 'STATUS', 'TRANSP', 'CLASS', 'LAST-MODIFIED'],
  },
  VTIMEZONE: { must: ['TZID'], most: ['TZID', 'LAST-MODIFIED'] },
  STANDARD: { must: ['DTSTART', 'TZOFFSETFROM', 'TZOFFSETTO'], most: ['DTSTART', 'TZOFFSETFROM', 'TZOFFSETTO'] },
  DAYLIGHT: { must: ['DTSTART', 'TZOFFSETFROM', 'TZOFFSETTO'], most: ['DTSTART', 'TZOFFSETFROM', 'TZOFFSETTO'] },
  VALARM: { must: ['ACTION', 'TRIGGER', 'DESCRIPTION'], most: ['ACTION', 'TRIGGER', 'DESCRIPTION'] },
};
const values = {
  UID: /^\S+$/, SEQUENCE: /^\d+$/, DTSTAMP: /^\d{8}T\d{6}Z$/, 'LAST-MODIFIED': /^\d{8}T\d{6}Z$/, DTSTART: /^\d{8}(T\d{6})?$/, DTEND: /^\d{8}(T\d{6})?$/,
  STATUS: /^(CONFIRMED|CANCELLED)$/, TRANSP: /^(OPAQUE|TRANSPARENT)$/, CLASS: /^(PUBLIC|PRIVATE)$/, TRIGGER: /^-?PT?\d+[DHMS]?/, VERSION: /^2\.0$/,
  TZOFFSETFROM: /^[+-]\d{4}(\d\d)?$/, TZOFFSETTO: /^[+-]\d{4}(\d\d)?$/,
};
const texts = ['SUMMARY', 'DESCRIPTION', 'LOCATION'];

export function strict(text) {
  const faults = [];
  const say = (line, what) => faults.push(`line ${line}: ${what}`);
  if (!text.endsWith('\r\n')) say(0, 'does not end with CRLF');
  const raw = text.split('\r\n');
  raw.pop();
  for (const [i, line] of raw.entries()) {
    if (/[\r\n]/.test(line)) say(i + 1, 'a line end that is not CRLF');
    if (Buffer.byteLength(line) > 75) say(i + 1, `${Buffer.byteLength(line)} octets`);
    // eslint-disable-next-line no-control-regex
    if (/[\x00-\x08\x0b-\x1f\x7f]/.test(line)) say(i + 1, 'a control character');
    if (line.includes('\ufffd')) say(i + 1, 'a character folded apart');
  }
  const lines = [];
  for (const line of raw) if (/^[ \t]/.test(line) && lines.length > 0) lines[lines.length - 1] += line.slice(1); else lines.push(line);
  const open = [];
  for (const [i, line] of lines.entries()) {
    const m = line.match(/^([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(.*)$/s);
    if (!m) { say(i + 1, `not a property: ${line.slice(0, 40)}`); continue; }
    const [, name, parameters, value] = m;
    if (name === 'BEGIN') { open.push({ name: value, seen: {} }); continue; }
    const here = open[open.length - 1];
    if (!here) { say(i + 1, 'outside of everything'); continue; }
    if (name === 'END') {
      if (here.name !== value) say(i + 1, `END:${value} of ${here.name}`);
      for (const must of once[here.name]?.must ?? []) if (!here.seen[must]) say(i + 1, `${here.name} without ${must}`);
      open.pop();
      continue;
    }
    here.seen[name] = (here.seen[name] ?? 0) + 1;
    if (here.seen[name] > 1 && once[here.name]?.most.includes(name)) say(i + 1, `${name} twice`);
    if (!(here.name in once)) say(i + 1, `a ${here.name}`);
    if (values[name] && !values[name].test(value)) say(i + 1, `${name}:${value.slice(0, 30)}`);
    if (/^DT(START|END)$/.test(name) && here.name === 'VEVENT' && /VALUE=DATE(;|$)/.test(parameters) === value.includes('T')) say(i + 1, `${name}${parameters}:${value}`);
    if (texts.includes(name) && /(^|[^\\])(\\\\)*([,;]|\\[^\\,;nN])/.test(value)) say(i + 1, `${name} not escaped: ${value.slice(0, 60)}`);
  }
  if (open.length > 0) say(lines.length, `${open[0].name} never ends`);
  return faults;
}
