// SPDX-License-Identifier: MIT
// The page begins here: what was remembered, the addresses, the frame with the page in it; then the other pages.
// An instant is waited for the page's own answers, so that it is painted once and whole.
import { render } from "preact";
import { endAhead } from "./api";
import { App } from "./app";
import { startEvents } from "./events";
import { firstOf, loadAhead } from "./pages";
import { keepFocus } from "./parts/focus";
import { route, startRouter } from "./router";
import { show } from "./settings";

show();
await Promise.race([firstOf(route.get()), new Promise((done) => setTimeout(done, 100))]);
startRouter();
const place = document.getElementById("page")!;
place.replaceChildren();
render(<App />, place);
endAhead();
startEvents();
keepFocus();
setTimeout(() => void loadAhead(), 1000);
