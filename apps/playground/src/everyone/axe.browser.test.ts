import axe from "axe-core";
import type { Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pageUnderTest, press, reaches, type OpenOptions, type PageUnderTest } from "../page-under-test.ts";

let served: PageUnderTest;
beforeAll(async () => void (served = await pageUnderTest()));
afterAll(() => served.close());

const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const runs: readonly (readonly [string, string])[] = [
  ["spirals", ""],
  ["units that die", "#data=moons&optimizer=momentum&learningRate=5&layers=32-relu_32-relu"],
  ["digits and CNN-lite", "#data=digits&model=cnn-lite&layers=4-relu&learningRate=0.003"],
];
const pages: readonly (readonly [string, OpenOptions])[] = [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["a phone's", { viewport: { width: 360, height: 740 } }],
];
const rows = runs.flatMap(([run, hash]) =>
  pages.map(([page, options]) => [run, page, hash, options] as const),
);

it.each(rows)("%s, on a page that is %s: axe finds nothing", async (_, __, hash, options) => {
  const page = await served.open(hash, options);
  await press(page, "Run");
  await reaches(page, "step", 250);
  await press(page, "Pause");
  await page.locator(".program summary").click();
  expect(await complaintsOn(page)).toEqual([]);
  await page.context().close();
});

it("axe does find what is wrong", async () => {
  const page = await served.open();
  await page.locator(".scene canvas").evaluate((canvas) => canvas.removeAttribute("aria-label"));
  expect(await complaintsOn(page)).toEqual([expect.stringContaining("role-img-alt")]);
  await page.context().close();
});

async function complaintsOn(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (values) => (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: { type: "tag", values } }),
    standards,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html.slice(0, 160)} ${failureSummary ?? ""}`),
  );
}
