import type { Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pageUnderTest, press, reaches, type PageUnderTest } from "../page-under-test.ts";

let served: PageUnderTest;
beforeAll(async () => void (served = await pageUnderTest()));
afterAll(() => served.close());

const maps = "[data-pictures=maps] canvas";
const filters = "[data-pictures=filters] canvas";
const features = "[data-pictures=features] canvas";
const stages = ".chain [data-stage] canvas";

/** Of each of these canvases, the tiles as texts of their pixels, from the middle of each: there are `columns` side by side. */
const tilesOf = (page: Page, canvases: string, counts: readonly number[]) =>
  page.locator(canvases).evaluateAll((all, counts) => {
    const tilesIn = (canvas: HTMLCanvasElement, count: number) => {
      const columns = Math.max(4, Math.ceil(Math.sqrt(2 * count)));
      const [width, height] = [canvas.width / columns, canvas.height / Math.ceil(count / columns)];
      return Array.from({ length: count }, (_, tile) => {
        const corner = [(tile % columns) * width + 4, Math.floor(tile / columns) * height + 4] as const;
        const size = [width - 8, height - 8] as const;
        return canvas
          .getContext("2d")!
          .getImageData(...corner, ...size)
          .data.join();
      });
    };
    return counts.map((count, i) => tilesIn(all[i] as HTMLCanvasElement, count));
  }, counts);

const pixelsOf = (page: Page, canvases: string) =>
  page.locator(canvases).evaluateAll((all) => all.map((canvas) => (canvas as HTMLCanvasElement).toDataURL()));

/** How many colours there are in a picture: an empty one has the ground's, and its frames'. */
const coloursOf = (page: Page, canvases: string) =>
  page.locator(canvases).evaluateAll((all) =>
    all.map((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const { data } = (canvas as HTMLCanvasElement).getContext("2d")!.getImageData(0, 0, width, height);
      return new Set(new Uint32Array(data.buffer)).size;
    }),
  );

const choose = async (page: Page, digit: string, name: string) => {
  await page.getByLabel("A test digit instead").selectOption({ label: digit });
  await page.getByText(`This is test digit ${digit}`).waitFor();
  await page.getByRole("img", { name: `What 8 filters make of ${name}` }).waitFor();
};

it("on spirals, each hidden unit has a map of its own, and the maps change with training", async () => {
  const page = await served.open("#layers=16-tanh_8-tanh");
  const before = await tilesOf(page, maps, [16, 8, 2]);
  expect(before.map((layer) => new Set(layer).size)).toEqual([16, 8, 2]);
  await press(page, "100 steps");
  await reaches(page, "step", 100);
  const after = await tilesOf(page, maps, [16, 8, 2]);
  after.forEach((layer, i) => layer.forEach((tile, unit) => expect(tile).not.toBe(before[i][unit])));
  expect(await page.locator(maps).evaluateAll((all) => all.map((one) => one.ariaLabel))).toEqual([
    "What each of 16 units gives in the plane, none dead",
    "What each of 8 units gives in the plane, none dead",
    "What each of 2 outputs gives in the plane",
  ]);
  await page.context().close();
});

it("when the page turns dark, so do the pictures, also those of a run that rests", async () => {
  const page = await served.open("#layers=5-relu", { colorScheme: "light" });
  const light = await pixelsOf(page, "canvas.tiles, canvas.plane, canvas.histogram");
  expect(light.length).toBe(4);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.waitForTimeout(300);
  const dark = await pixelsOf(page, "canvas.tiles, canvas.plane, canvas.histogram");
  dark.forEach((picture, i) => expect(picture).not.toBe(light[i]));
  await page.context().close();
});

it("units that a large learning rate kills are crossed red, among the maps and among the squares of the others", async () => {
  const page = await served.open("#data=moons&optimizer=momentum&learningRate=5&layers=40-relu_32-relu");
  const red = (canvases: string) =>
    page.locator(canvases).evaluateAll((all) =>
      all.map((one) => {
        const canvas = one as HTMLCanvasElement;
        const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
        const dead = getComputedStyle(canvas).getPropertyValue("--dead").trim().split(" ").join();
        let count = 0;
        for (let i = 0; i < data.length; i += 4) if (data.subarray(i, i + 3).join() === dead) count++;
        return count / (data.length / 4);
      }),
    );
  // Some answer to no row from the start.
  expect(Math.max(...(await red(maps)))).toBeLessThan(0.2);
  await press(page, "Run");
  await page.locator('[data-verdict="dead-units"]').first().waitFor();
  await press(page, "Pause");
  await page.waitForFunction(() =>
    [...document.querySelectorAll("[data-dead]")].every((one) => Number(one.getAttribute("data-dead")) > 20),
  );
  const [first, second, output] = await red(maps);
  expect(Math.min(first, second)).toBeGreaterThan(0.3);
  expect(output).toBe(0);
  expect((await red("[data-pictures=squares] canvas"))[0]).toBeGreaterThan(0.02);
  await page.getByText("Above, the first 32 of 40; the others as squares").waitFor();
  await page.context().close();
});

it("a CNN-lite shows its filters, what they make of an image, and how it comes to its answer", async () => {
  const page = await served.open(
    "#data=digits&model=cnn-lite&layers=8-relu_16-relu&learningRate=0.003&seed=1",
  );
  await page.getByRole("img", { name: "What 8 filters make of test digit no. 1, a 0" }).waitFor();
  const before = [...(await pixelsOf(page, filters)), ...(await pixelsOf(page, features))];
  expect(before.length).toBe(3);
  expect(new Set((await tilesOf(page, filters, [8]))[0]).size).toBe(8);
  await press(page, "Run");
  await reaches(page, "accuracy", 90);
  await press(page, "Pause");
  await page.getByText(/^Paused at step/).waitFor({ state: "attached" });
  for (const count of await coloursOf(page, `${filters}, ${features}`)) expect(count).toBeGreaterThan(10);
  const trained = [...(await pixelsOf(page, filters)), ...(await pixelsOf(page, features))];
  trained.forEach((picture, i) => expect(picture).not.toBe(before[i]));

  await choose(page, "no. 3, a 2", "test digit no. 3, a 2");
  const [two, chain] = [await pixelsOf(page, features), await pixelsOf(page, stages)];
  expect(chain.length).toBe(2);
  await choose(page, "no. 2, a 1", "test digit no. 2, a 1");
  await page.getByText("The network says: 1").waitFor();
  (await pixelsOf(page, features)).forEach((picture, i) => expect(picture).not.toBe(two[i]));
  (await pixelsOf(page, stages)).forEach((picture, i) => expect(picture).not.toBe(chain[i]));
  await page.context().close();
});

it.each([
  [0, "#data=digits&layers=", [], "weights of 10 classes"],
  [3, "#data=digits&layers=64-relu_12-gelu_100-tanh", [64, 12, 100], "weights of 32 units"],
])("an MLP with %i hidden layers shows a digit on its way through them", async (_, hash, units, weights) => {
  const page = await served.open(`${hash}&learningRate=0.003&batchSize=64`);
  await press(page, "Run");
  await reaches(page, "accuracy", 70);
  await press(page, "Pause");
  await page.getByLabel("A test digit instead").selectOption({ label: "no. 1, a 0" });
  await page.getByText("This is test digit no. 1, a 0").waitFor();
  await page.getByText("The network says: 0").waitFor();
  const texts = await page.locator(".chain [data-stage] p").allInnerTexts();
  expect(texts.map((text) => Number(/ of (\d+) units answer/.exec(text)?.[1]))).toEqual(units);
  for (const count of await coloursOf(page, stages)) expect(count).toBeGreaterThan(5);
  expect(await page.locator("[data-pictures=weights] canvas").getAttribute("aria-label")).toMatch(
    new RegExp(`^${weights}, 28 by 28, from -`, "i"),
  );
  await page.context().close();
});
