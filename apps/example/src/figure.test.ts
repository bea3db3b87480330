import { plotActivation, relu } from "piecewise";
import { describe, expect, it } from "vitest";
import { activations } from "./activations.ts";
import { figure } from "./figure.ts";

/** What is left of XML once all tags, in order, were closed; throws nothing, finds what a browser would not read. */
function leftover(xml: string): string {
  let rest = xml.replaceAll(/<style>[^<]*<\/style>/g, "");
  const element = /<([a-zA-Z]+)(?: [-:\w]+="[^"<]*")*(?: ?\/>|>[^<>]*<\/\1>)/g;
  for (let before = ""; before !== rest;) [before, rest] = [rest, rest.replaceAll(element, "")];
  return rest.trim();
}

const dark = /#000|#fff|"black"|"white"/;

describe.each(Object.values(activations).map((f) => [f.facts.name, f] as const))("%s", (name, activation) => {
  it("is a well-formed figure with title, facts, names at the curves and axis labels", async () => {
    const plot = await plotActivation(activation);
    const svg = figure(activation, plot);
    expect(leftover(svg).slice(0, 200)).toBe("");
    const text = svg.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    for (const words of [plot.title, "range ", "gain ", `${name}(x)`, "its derivative"])
      expect(text).toContain(words);
    expect(svg).toContain(">input x (no unit)<");
    expect(svg).toContain(">output and slope (no unit)<");
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(svg.replaceAll(/<style>[^<]*<\/style>/g, "")).not.toMatch(dark);
  });
});

it("leaves a gap where relu's derivative jumps, with a dot on the value taken and a ring on the other", async () => {
  const svg = figure(relu, await plotActivation(relu));
  const dashed = [...svg.matchAll(/<g [^>]*stroke-dasharray[^>]*><path d="([^"]*)"/g)].map(
    ([, path]) => path,
  );
  expect(dashed).toHaveLength(2);
  expect(svg.match(/<circle/g)).toHaveLength(2);
});

it("uses colours that can be told from white and from black", async () => {
  const svg = figure(relu, await plotActivation(relu));
  const colours = new Set(svg.match(/#[0-9a-f]{6}\b/g));
  expect(colours.size).toBe(3);
  for (const colour of colours) {
    const light = luminance(colour) + 0.05;
    expect(Math.min(1.05 / light, light / 0.05), colour).toBeGreaterThan(4.2);
  }
});

/** The relative luminance that WCAG defines. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
