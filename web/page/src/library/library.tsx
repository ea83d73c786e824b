// SPDX-License-Identifier: MIT
// The library: what there is to run, lift and jump, looked up by section, by kind, or by a word in all of it.
import type { ComponentChildren } from "preact";
import type { Library } from "../answers";
import { TextField } from "../parts/Field";
import { Heading } from "../parts/Heading";
import { Shown } from "../parts/States";
import { Words } from "../parts/Words";
import { href } from "../router";
import { count, t } from "../texts/texts";
import { useGet, useStore } from "../use";
import { CrossList, CrossOne } from "./cross";
import { MovementCards, MovementOne } from "./movements";
import { OwnPage } from "./own";
import { RoutineRows } from "./routines";
import { chosen, crossHas, look, looked, movementHas, movementsOf, routineHas, sections, type Looked, type Section } from "./sections";
import { WorkoutOne } from "./workout";
import { Workouts, WorkoutRows } from "./workouts";

export function LibraryPage({ parts }: { parts: readonly string[] }) {
  const library = useGet<Library>("library");
  const [section = "workouts", name] = parts;
  return <Shown of={library}>{(data) => section === "own" ? <OwnPage library={data} name={name} /> : name === undefined ? <Index library={data} section={section as Section} /> : <One library={data} section={section as Section} name={name} />}</Shown>;
}

function One({ library, section, name }: { library: Library; section: Section; name: string }) {
  const movement = library.movements.find((one) => one.name === name);
  const cross = library.cross.find((one) => one.name === name);
  const there = section === "cross" ? cross : section === "workouts" || section === "routines" ? true : movement;
  return (
    <>
      <p class="back"><a href={href("library", section)}>{t("page.library")}: {t(`library.${section}`)}</a></p>
      {!there ? <><Heading>{t("library.lost")}</Heading><p>{t("library.lost_text", { name })}</p></>
        : section === "cross" ? <CrossOne one={cross!} />
        : section === "workouts" || section === "routines" ? <WorkoutOne library={library} name={name} />
        : <MovementOne library={library} one={movement!} />}
    </>
  );
}

function Index({ library, section }: { library: Library; section: Section }) {
  const by = useStore(looked);
  return (
    <>
      <header class="library-head">
        <Heading>{t("page.library")}</Heading>
        <a class="button" href={href("library", "own")}>{t("library.write")}</a>
      </header>
      <div class="search" role="search"><TextField label={t("library.search")} hint={t("library.search_hint")} value={by.text} onInput={(text) => look({ text })} /></div>
      {library.files.filter((file) => !file.loaded).map((file) => <div key={file.name} class="strip" role="status"><p><strong>{t("library.refused", { file: file.name })}</strong> <Words>{file.why ?? ""}</Words></p></div>)}
      {by.text.trim() !== "" ? <Found library={library} by={by} /> : (
        <>
          <div class="tabs" role="navigation" aria-label={t("library.sections")}>
            {sections.map((name) => <a key={name} href={href("library", name)} aria-current={name === section ? "page" : undefined}>{t(`library.${name}`)}</a>)}
          </div>
          <Whole library={library} section={section} by={by} />
        </>
      )}
    </>
  );
}

function Whole({ library, section, by }: { library: Library; section: Section; by: Looked }) {
  if (section === "workouts") return <Workouts library={library} by={by} />;
  if (section === "routines") return <RoutineRows routines={library.routines} />;
  if (section === "cross") return <CrossList cross={library.cross} />;
  return <MovementCards movements={movementsOf(library, section)} />;
}

function Part({ title, n, children }: { title: string; n: number; children: ComponentChildren }) {
  return n === 0 ? null : <section class="found"><h2>{title} <span class="soft">{n}</span></h2>{children}</section>;
}

function Found({ library, by }: { library: Library; by: Looked }) {
  const workouts = chosen(library, { text: by.text, kind: "", phase: "", level: "" });
  const movements = library.movements.filter((one) => movementHas(by.text, one));
  const routines = library.routines.filter((one) => routineHas(by.text, one));
  const cross = library.cross.filter((one) => crossHas(by.text, one));
  const n = workouts.length + movements.length + routines.length + cross.length;
  return (
    <>
      <p class="soft" role="status">{n === 0 ? t("library.nothing", { text: by.text }) : count("library.found", n)}</p>
      <Part title={t("library.workouts")} n={workouts.length}><WorkoutRows workouts={workouts} /></Part>
      <Part title={t("library.movements")} n={movements.length}><MovementCards movements={movements} /></Part>
      <Part title={t("library.routines")} n={routines.length}><RoutineRows routines={routines} /></Part>
      <Part title={t("library.cross")} n={cross.length}><CrossList cross={cross} /></Part>
    </>
  );
}
