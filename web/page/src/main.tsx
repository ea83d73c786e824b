// SPDX-License-Identifier: MIT
// The page begins here: what was remembered, the addresses, the frame.
import { render } from "preact";
import "uplot/dist/uPlot.min.css";
import { App } from "./app";
import { startEvents } from "./events";
import { startRouter } from "./router";
import { show } from "./settings";
import "./style/base.css";
import "./style/frame.css";
import "./style/parts.css";
import "./style/pages.css";
import "./style/print.css";

show();
startRouter();
startEvents();
const place = document.getElementById("page")!;
place.replaceChildren();
render(<App />, place);
