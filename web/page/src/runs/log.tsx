// SPDX-License-Identifier: MIT
// The log: every run, newest first, by month; looked through by sport, kind, days and words, a page at a time.
// What is looked for stands in the address, so that going back finds it again.
import { useEffect, useState } from "preact/hooks";
import type { Runs } from "../answers";
import { duration, monthYear, number, volume, weekdayDay } from "../format";
import { Select, TextField } from "../parts/Field";
import { Heading } from "../parts/Heading";
import { Empty, Shown } from "../parts/States";
import { Words } from "../parts/Words";
import { ask, href, route } from "../router";
import { count, t, type TextKey } from "../texts/texts";
import { useGet, useLast, useMatch } from "../use";
import { bpm, rate, rounded, sport as sportName, sports, subSports, title } from "./say";

const PAGE = 50;
const WAIT_MS = 200;
const filters = ["text", "sport", "sub_sport", "since", "until"] as const;
type Filter = (typeof filters)[number];

// The address of this list with some of it changed; the page begins anew unless it is what changes.
function other(query: string, part: Partial<Record<Filter | "page", string>>): string {
  const now = new URLSearchParams(query);
  if (!("page" in part)) now.delete("page");
  for (const [name, value] of Object.entries(part)) value ? now.set(name, value) : now.delete(name);
  return now.toString();
}

function asked(query: string): { path: string; from: number; narrowed: boolean } {
  const now = new URLSearchParams(query);
  const from = (Math.max(1, Math.floor(Number(now.get("page")) || 1)) - 1) * PAGE;
  const out = new URLSearchParams({ limit: String(PAGE), offset: String(from) });
  for (const name of filters) if (now.get(name)) out.set(name, now.get(name)!);
  if (now.has("removed")) out.set("removed", "true");
  return { path: `runs?${out}`, from, narrowed: now.has("removed") || filters.some((name) => now.get(name)) };
}

export function Log({ query }: { query: string }) {
  const { path, from, narrowed } = asked(query);
  const runs = useLast(useGet<Runs>(path));
  const empty = runs.data?.total === 0 && !narrowed;
  return (
    <>
      <header class="heading-row">
        <Heading>{t(new URLSearchParams(query).has("removed") ? "runs.out" : "page.runs")}</Heading>
        {!empty && <a class="button" href={`${href("start")}?files`}>{t("runs.bring_in")}</a>}
      </header>
      {!empty && <Filters query={query} />}
      <Shown of={runs}>{(data) => (empty ? <None /> : data.total === 0 ? <NoMatch /> : <List data={data} from={from} query={query} />)}</Shown>
      <TakenOut query={query} />
    </>
  );
}

// The way to those that were taken out, where there are any, and back.
function TakenOut({ query }: { query: string }) {
  const out = useGet<Runs>("runs?removed=true&limit=1").data;
  const there = new URLSearchParams(query).has("removed");
  if (there) return <p class="taken-out"><a href={href("runs")}>{t("runs.all")}</a></p>;
  return out && out.total > 0 ? <p class="taken-out"><a href={`${href("runs")}?removed`}>{count("runs.removed", out.total)}</a></p> : null;
}

const None = () => <Empty title={t("runs.none")} text={t("runs.none_text")}><a class="button main" href={`${href("start")}?files`}>{t("runs.bring_in")}</a></Empty>;
const NoMatch = () => <Empty title={t("runs.no_match")} text={t("runs.no_match_text")}><a class="button" href={href("runs")}>{t("runs.all")}</a></Empty>;

function Filters({ query }: { query: string }) {
  const now = new URLSearchParams(query);
  const [text, setText] = useState(now.get("text") ?? "");
  const set = (name: Filter) => (value: string): void => ask(other(route.get().query, { [name]: value }));
  useEffect(() => setText(now.get("text") ?? ""), [now.get("text")]);
  useEffect(() => {
    if (text === (now.get("text") ?? "")) return undefined;
    const timer = setTimeout(() => ask(other(route.get().query, { text })), WAIT_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const used = filters.filter((name) => name !== "text" && now.get(name)).length;
  const any = { value: "", text: t("runs.any") };
  return (
    <form class="log-filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <TextField label={t("runs.search")} value={text} onInput={setText} />
      <details class="filters-more" open={useMatch("(min-width: 900px)") || used > 0}>
        <summary>{t("runs.filters")}</summary>
        <div class="fields">
          <Select label={t("runs.sport")} value={now.get("sport") ?? ""} onChange={set("sport")} options={[any, ...sports.map((name) => ({ value: name, text: t(`sport.${name}`) }))]} />
          <Select label={t("runs.kind")} value={now.get("sub_sport") ?? ""} onChange={set("sub_sport")} options={[any, ...subSports.map((name) => ({ value: name, text: t(`sub.${name}` as TextKey) }))]} />
          <TextField label={t("runs.since")} type="date" value={now.get("since") ?? ""} onInput={set("since")} />
          <TextField label={t("runs.until")} type="date" value={now.get("until") ?? ""} onInput={set("until")} />
        </div>
      </details>
      {(used > 0 || text) && <p><a href={href("runs")}>{t("runs.all")}</a></p>}
    </form>
  );
}

type Listed = Runs["runs"][number];
function months(runs: readonly Listed[]): [string, Listed[]][] {
  const out = new Map<string, Listed[]>();
  for (const run of runs) out.set(run.date.slice(0, 7), [...(out.get(run.date.slice(0, 7)) ?? []), run]);
  return [...out];
}

function List({ data, from, query }: { data: Runs; from: number; query: string }) {
  return (
    <>
      <p class="soft log-total" role="status">{count("runs.total", data.total, { n: number(data.total) })} · {volume(data.total_distance_m)} · {duration(data.total_timer_s)}</p>
      <table class="log">
        <thead><tr><th>{t("runs.date")}</th><th>{t("runs.name")}</th><th class="n">{t("runs.distance")}</th><th class="n wide-only">{t("runs.time")}</th><th class="n">{t("runs.pace")}</th><th class="n wide-only">{t("runs.hr")}</th></tr></thead>
        {months(data.runs).map(([month, runs]) => (
          <tbody key={month}>
            <tr class="log-month"><th colSpan={6} scope="rowgroup">{monthYear(`${month}-01`)}</th></tr>
            {runs.map((run) => <Row key={run.id} run={run} />)}
          </tbody>
        ))}
      </table>
      {data.total > PAGE && <Pages total={data.total} from={from} shown={data.runs.length} query={query} />}
    </>
  );
}

function Row({ run }: { run: Listed }) {
  return (
    <tr>
      <td class="soft">{weekdayDay(run.date)}</td>
      <td class="log-name"><a href={href("runs", run.id)}><Words>{title(run)}</Words></a>{run.sport !== "running" && run.name && <span class="soft"> {sportName(run.sport)}</span>}</td>
      <td class="n">{rounded(run.distance_m)}</td>
      <td class="n wide-only">{run.timer_s === null ? "" : duration(run.timer_s)}</td>
      <td class="n">{run.distance_m && run.timer_s ? rate(run.sport, run.distance_m / run.timer_s) : ""}</td>
      <td class="n wide-only">{bpm(run.avg_hr_bpm)}</td>
    </tr>
  );
}

function Pages({ total, from, shown, query }: { total: number; from: number; shown: number; query: string }) {
  const page = from / PAGE + 1, last = Math.ceil(total / PAGE);
  const to = (n: number): string => `${href("runs")}?${other(query, { page: n > 1 ? String(n) : "" })}`;
  return (
    <nav class="pages" aria-label={t("runs.pages")}>
      {page > 1 && <a class="button" href={to(1)}>{t("runs.newest")}</a>}
      {page > 1 && <a class="button" href={to(page - 1)}>{t("runs.newer")}</a>}
      <span class="soft">{t("runs.of", { from: number(from + 1), to: number(from + shown), total: number(total) })}</span>
      {page < last && <a class="button" href={to(page + 1)}>{t("runs.older")}</a>}
    </nav>
  );
}
