// SPDX-License-Identifier: MIT
// The frame of every page: the list of pages (a bar below on a phone, at the side where there is room),
// the page itself, and the place for toasts.
import { useEffect, useRef } from "preact/hooks";
import type { Athlete } from "./answers";
import { Icon } from "./parts/Icon";
import { Oval } from "./parts/Oval";
import { Toasts } from "./parts/Toast";
import { Page } from "./pages";
import { href, route, type PageName, type Route } from "./router";
import { follow, settings } from "./settings";
import { SignIn } from "./settings/sign_in";
import { t } from "./texts/texts";
import { useGet, useStore } from "./use";

const main: PageName[] = ["today", "plan", "runs", "fitness", "race"];
const more: PageName[] = ["library", "settings"];

function Links({ names, now }: { names: PageName[]; now: Route["page"] }) {
  return (
    <ul>
      {names.map((name) => (
        <li key={name}>
          <a href={href(name)} aria-current={name === now ? "page" : undefined}>
            {name !== "start" && <Icon name={name} />}
            <span>{t(`page.${name}`)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

export function App() {
  const { language } = useStore(settings);
  const now = useStore(route);
  const content = useRef<HTMLElement>(null);
  const { data: athlete, error } = useGet<Athlete>("athlete");
  useEffect(() => {
    if (athlete) follow(athlete.units, athlete.language);
  }, [athlete]);
  useEffect(() => {
    document.title = now.page === "today" ? "miler" : `${t(`page.${now.page}`)} · miler`;
  }, [now, language]);
  return (
    <div class="frame">
      <a class="skip" href="#content" onClick={(event) => { event.preventDefault(); content.current?.focus(); }}>{t("nav.skip")}</a>
      <header class="side">
        <a class="mark" href={href("today")} aria-label="miler"><Oval laps={[1, 1, 1, 1]} /><span>miler</span></a>
        <nav aria-label={t("nav.label")}><Links names={main} now={now.page} /><div class="more"><Links names={more} now={now.page} /></div></nav>
      </header>
      <main id="content" ref={content} tabIndex={-1} class={`page page-${now.page}`}>{error?.status === 401 ? <SignIn /> : <Page now={now} />}</main>
      <Toasts />
    </div>
  );
}
