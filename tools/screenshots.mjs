// The pictures that tools/screenshots asks for, of the store MILER_DB on the day MILER_TODAY.
import { launch, serve, tab } from "../tests/browser/page_kit.mjs";

const wide = { width: 1280, height: 800 }, phone = { width: 360, height: 740 };
const pages = ["", "plan", "start", "runs", `runs/${process.env.RUN}`, "fitness", "race", "library", "library/workouts", "settings", "nowhere"];
const [folder] = process.argv.slice(2);
const forReadme = [["plan", wide, "docs/page-plan.png"], [`runs/${process.env.RUN}`, wide, "docs/page-run.png"], ["", phone, "docs/page-today.png"], ["race", wide, "docs/page-race.png"]]
  .map(([path, size, file]) => ({ path, size, file, look: "light", fullPage: false }));
const toLookAt = pages.flatMap((path) => [360, 768, 1440].flatMap((width) => ["light", "dark"].map((look) => (
  { path, size: { width, height: 900 }, look, file: `${folder}/${path.replace("/", "-") || "today"}-${width}-${look}.png`, fullPage: true }))));

const browser = await launch();
const server = await serve(process.env.MILER_DB);
const { page, to } = await tab(browser, server);
for (const { path, size, file, look, fullPage } of folder === undefined ? forReadme : toLookAt) {
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: look });
  await to(path);
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: file, fullPage });
  console.log(file);
}
await browser.close();
await server.stop();
