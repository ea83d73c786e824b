// SPDX-License-Identifier: MIT
// The track as a drawing: metres are metres, y goes down. Runners go
// counter-clockwise; the home straight is below, the finish line at its right end.
//
//         <---- back straight ----
//       (                          )
//         ---- home straight ---->|   finish line; the mile starts 9.344 m before it
//
// Outdoors: straights of 84.39 m, bends of 36.50 m radius at the kerb; a lane is
// measured 0.30 m from the kerb, the others 0.20 m from their line, 1.22 m apart
// (World Athletics). Indoors and elsewhere the shape is that of a 200 m oval or a
// line: drawn, not surveyed.

/** @typedef {{straight: number, radius: number, length: number, scale: number}} Oval */

const Track = (() => {
    const STRAIGHT_M = 84.39, KERB_M = 36.5, LANE_M = 1.22;
    const INDOOR_STRAIGHT_M = 35;

    /** @param {Course} course @returns {Oval | null} null: no laps, a line */
    function ovalOf(course) {
        if (course.lap_m <= 0) return null;
        const outdoor = course.venue === "outdoor";
        const straight = outdoor ? STRAIGHT_M : INDOOR_STRAIGHT_M;
        const radius = outdoor ? KERB_M + (course.lane - 1) * LANE_M + (course.lane === 1 ? 0.3 : 0.2)
            : (course.lap_m - 2 * straight) / (2 * Math.PI);
        const length = 2 * straight + 2 * Math.PI * radius;
        return { straight, radius, length, scale: length / course.lap_m };
    }

    /** Metres along the oval from the finish line to a point. @param {Oval} oval @param {number} along @param {number} out
     * @returns {[number, number]} `out` metres outside the lane */
    function pointAt(oval, along, out = 0) {
        const half = oval.straight / 2, bend = Math.PI * oval.radius, r = oval.radius + out;
        let s = along % oval.length;
        if (s < 0) s += oval.length;
        if (s < bend) return [half + r * Math.sin(s / oval.radius), r * Math.cos(s / oval.radius)];
        s -= bend;
        if (s < oval.straight) return [half - s, -r];
        s -= oval.straight;
        if (s < bend) return [-half - r * Math.sin(s / oval.radius), -r * Math.cos(s / oval.radius)];
        return [-half + (s - bend), r];
    }

    /** Where a runner is who has come `m` metres from the start. @param {Course} course @param {Oval | null} oval
     * @param {number} m @param {number} out @returns {[number, number]} */
    function place(course, oval, m, out = 0) {
        if (!oval) return [-80 + 160 * Math.min(1, Math.max(0, m / course.distance_m)), -out];
        return pointAt(oval, (m + course.start_ahead_m) * oval.scale, out);
    }

    /** @param {Oval} oval @param {number} out */
    function ring(oval, out) {
        const half = oval.straight / 2, r = oval.radius + out;
        return `M${half} ${r}A${r} ${r} 0 0 0 ${half} ${-r}H${-half}A${r} ${r} 0 0 0 ${-half} ${r}Z`;
    }

    /** @param {string} name @param {Record<string, string | number>} attributes */
    function make(name, attributes) {
        const node = document.createElementNS("http://www.w3.org/2000/svg", name);
        for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
        return node;
    }

    /** A short line across the lane. @param {Oval | null} oval @param {Course} course @param {number} m @param {string} cls */
    function across(course, oval, m, cls) {
        const [x1, y1] = place(course, oval, m, -4), [x2, y2] = place(course, oval, m, 4);
        return make("line", { x1, y1, x2, y2, class: cls });
    }

    /** Draws the track into an empty <svg>; marks are put on it by the caller. @param {SVGElement} svg @param {Course} course */
    function draw(svg, course) {
        const oval = ovalOf(course);
        svg.replaceChildren();
        if (!oval) {
            svg.setAttribute("viewBox", "-90 -16 180 32");
            svg.append(make("line", { x1: -80, y1: 0, x2: 80, y2: 0, class: "lane" }),
                ...[0, ...course.laps_m].map((m) => across(course, oval, m, "mark")),
                across(course, oval, course.distance_m, "finish"));
            return oval;
        }
        const w = oval.straight + 2 * oval.radius + 20, h = 2 * oval.radius + 20;
        svg.setAttribute("viewBox", `${-w / 2} ${-h / 2} ${w} ${h}`);
        svg.append(make("path", { d: ring(oval, 0), class: "lane" }));
        for (let m = -course.start_ahead_m; m < course.lap_m - course.start_ahead_m - 1; m += course.lap_m / 4)
            svg.append(across(course, oval, m, "mark"));
        svg.append(across(course, oval, 0, "start"), across(course, oval, -course.start_ahead_m, "finish"));
        return oval;
    }

    return { ovalOf, pointAt, place, draw, make };
})();
