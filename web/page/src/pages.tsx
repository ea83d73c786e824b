// SPDX-License-Identifier: MIT
// The page at an address. Today comes with the frame, so that it stands at once; the others (others.tsx) are a
// file of their own, which comes when one of them is asked for, or before that, when there is nothing else to
// do: then they are there without the server, too.
import { useCallback, useEffect, useState } from "preact/hooks";
import { ApiError, onChange, readAhead } from "./api";
import { Heading } from "./parts/Heading";
import { Shown } from "./parts/States";
import { href, type Route } from "./router";
import { t } from "./texts/texts";
import { TodayPage } from "./today/today";

type Others = typeof import("./others").others;
let here: Others | undefined;
let missed = 0; // how often they could not be had

async function load(): Promise<Others> {
  here ??= (await import("./others")).others;
  return here;
}
export const loadAhead = (): Promise<unknown> => load().catch(() => undefined);

// What a page asks first, where that is the same at all its addresses: it is read beside the scripts.
const asks: Partial<Record<Route["page"], string>> = { today: "plan/today", plan: "plan", fitness: "fitness", library: "library" };

// Everything that the first look at this page waits for.
export function firstOf({ page }: Route): Promise<unknown> {
  const path = asks[page];
  return Promise.all([readAhead("athlete"), path && readAhead(path), page !== "today" && page !== "lost" && loadAhead()]);
}

// A program that answers and has no such file is a newer one, whose page names other files: this page begins
// anew. So it does where the same program answers and the browser keeps to its failure when asked once more.
async function lost(): Promise<never> {
  const answer = await fetch(href("today"), { cache: "no-store" }).catch(() => null);
  const text = answer?.ok ? await answer.text() : "";
  if (text.includes("<script") && (missed++ > 0 || !text.includes(new URL(import.meta.url).pathname))) location.reload();
  throw new ApiError(0, "", "", "");
}

function Other({ page, now }: { page: keyof Others; now: Route }) {
  const [state, set] = useState<{ data: Others | undefined; error: ApiError | undefined }>({ data: here, error: undefined });
  const again = useCallback(() => {
    if (state.data === undefined) load().catch(lost).then((data) => set({ data, error: undefined }), (error: ApiError) => set({ data: here, error }));
  }, [state.data]);
  useEffect(() => {
    again();
    return onChange(again);
  }, [again]);
  return <Shown of={{ ...state, again }}>{(others) => others[page](now)}</Shown>;
}

export function Page({ now }: { now: Route }) {
  if (now.page === "today") return <TodayPage />;
  if (now.page !== "lost") return <Other page={now.page} now={now} />;
  return <><Heading>{t("page.lost")}</Heading><p>{t("lost.text")} <a href={href("today")}>{t("lost.home")}</a></p></>;
}
