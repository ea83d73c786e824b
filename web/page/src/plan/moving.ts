// SPDX-License-Identifier: MIT
// A session on its way to another day. Pointer, touch and keys all change this one state; each time the day
// changes, the auditor is asked what the rules say, before anything is kept.
//
//     null --pick--> {session} --aim--> {session, to} --answer--> {session, to, found} --drop--> null
//
// What the pointer lets go (letGo), or Enter before the answer, drops as soon as the answer has no objection; with one it stays, and the bar asks.
import { ApiError } from "../api";
import { moveSession, undoPlan } from "../api_calls";
import type { Day, Finding, Session } from "../answers";
import { longDay } from "../format";
import { complain, say } from "../parts/Toast";
import { t } from "../texts/texts";
import { Store } from "../use";

export interface Moving {
  session: Session;
  to: Day | null;
  found: Finding[] | null; // null: not answered yet
  refused: string; // why it cannot be done at all
  loose: boolean; // it was let go on that day
}

export const moving = new Store<Moving | null>(null);
const PAUSE_MS = 120; // a pointer crosses days on its way
let timer = 0;

// A race stays on its day, and what asks for nothing cannot go anywhere.
export const movable = (session: Session): boolean => session.kind !== "race" && session.kind !== "rest" && session.status !== "skipped";
export const pick = (session: Session): void => moving.set({ session, to: null, found: null, refused: "", loose: false });
export const cancel = (): void => moving.set(null);

export function aim(to: Day): void {
  const now = moving.get();
  if (!now || now.to === to) return;
  moving.set({ ...now, to, found: to === now.session.date ? [] : null, refused: "", loose: false });
  clearTimeout(timer);
  if (to !== now.session.date) timer = setTimeout(() => void ask(now.session, to), PAUSE_MS);
}

async function ask(session: Session, to: Day): Promise<void> {
  const told = await moveSession(session.id, to, true).then(
    (answer) => ({ found: answer.findings, refused: "" }),
    (error) => ({ found: [], refused: error instanceof ApiError && error.status > 0 ? error.told : t("state.offline") }),
  );
  const now = moving.get();
  if (now && now.session.id === session.id && now.to === to) settle({ ...now, ...told });
}

function settle(now: Moving): void {
  moving.set(now);
  if (now.loose && !now.refused && now.found?.length === 0) void drop();
}
export function letGo(to: Day): void {
  aim(to);
  const now = moving.get();
  if (now) settle({ ...now, loose: true });
}
// A drag has ended: on a day it goes its way, elsewhere nothing was meant.
export const released = (): void => { if (!moving.get()?.loose) cancel(); };

export async function drop(): Promise<void> {
  const now = moving.get();
  if (!now || now.to === null || now.refused) return;
  if (now.found === null) return moving.set({ ...now, loose: true }); // quicker than the auditor: as the pointer
  moving.set(null);
  clearTimeout(timer);
  if (now.to === now.session.date) return;
  try {
    await moveSession(now.session.id, now.to);
    say(t("plan.moved", { day: longDay(now.to) }), undoPlan);
  } catch (error) {
    complain(error);
  }
}
