import { readFile } from "node:fs/promises";
import type { Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pageUnderTest, press, reaches, shown, type PageUnderTest } from "../page-under-test.ts";
import { drop, reopened, said } from "./drop-under-test.ts";

let served: PageUnderTest;
beforeAll(async () => void (served = await pageUnderTest()));
afterAll(() => served.close());

async function opened(hash: string): Promise<Page> {
  const page = await served.open();
  await reopened(page, hash);
  return page;
}

async function saved(page: Page) {
  const [download] = await Promise.all([page.waitForEvent("download"), press(page, "Save data")]);
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

async function clickAt(page: Page, across: number, down: number): Promise<void> {
  const { width, height } = (await page.locator("canvas.plane").boundingBox())!;
  await page.locator("canvas.plane").click({ position: { x: across * width, y: down * height } });
}

/** Places that lie around one, further from each other than a click is near. */
const around = [
  [-0.06, -0.06],
  [0.06, -0.06],
  [-0.06, 0.06],
  [0.06, 0.06],
] as const;

it("points that are clicked are learned at once, taken away by another click, saved and dropped again", async () => {
  const page = await opened("#data=own+points&layers=8-relu");
  await page.getByText("This browser has no points yet").waitFor();
  await press(page, "Run");
  for (const [x, y] of around) await clickAt(page, 0.25 + x, 0.3 + y);
  await page.getByText("Place at least one point of each class.").waitFor();
  await page.getByLabel(/^Square/).check();
  for (const [x, y] of around) await clickAt(page, 0.75 + x, 0.7 + y);
  await said(page, "8 points, to learn from and to test with");
  await reaches(page, "accuracy", 95);
  await clickAt(page, 0.75 + around[0][0], 0.7 + around[0][1]);
  await said(page, "7 points");
  await reaches(page, "accuracy", 95);
  const file = await saved(page);
  expect(file.name).toBe("points.safetensors");
  await press(page, "Clear");
  await page.getByLabel("Round (0)").waitFor();
  await drop(page, [file]);
  await said(page, "7 points");
  await press(page, "Begin with moons");
  await said(page, "48 points to learn from, 12 to test with");
  await page.context().close();
});

it("points are placed, and taken away, by keyboard alone", async () => {
  const page = await opened("#data=own+points&layers=8-relu");
  const picture = page.getByRole("application");
  await picture.focus();
  const keys = async (...names: string[]) => {
    for (const name of names) await page.keyboard.press(name);
  };
  const three = ["Enter", "ArrowLeft", "Enter", "ArrowLeft", "Enter"];
  await keys("ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowUp", ...three);
  await keys("Tab", "ArrowRight");
  await page.getByLabel("Round (3)").waitFor();
  await keys("Shift+Tab");
  await keys(
    ...Array<string>(14).fill("ArrowRight"),
    "ArrowDown",
    "ArrowDown",
    ...three,
    "ArrowLeft",
    "Enter",
  );
  await said(page, "7 points");
  await keys("Delete");
  await said(page, "6 points");
  await press(page, "Run");
  await reaches(page, "accuracy", 95);
  await page.context().close();
});

it("points are kept: loaded once more, the page comes to the same loss", async () => {
  const page = await opened("#data=own+points&layers=8-tanh&seed=2");
  await press(page, "Begin with moons");
  await said(page, "48 points to learn from");
  const loss = async () => {
    await page.waitForFunction(() => document.querySelector('[data-number="step"]')?.textContent === "0");
    await press(page, "100 steps");
    await reaches(page, "step", 100);
    return shown(page, "loss");
  };
  const first = await loss();
  await page.reload();
  await said(page, "48 points to learn from");
  expect(await loss()).toBe(first);
  await press(page, "Forget them");
  await page.reload();
  await page.getByText("This browser has no points yet").waitFor();
  await page.context().close();
});

/** Draws a stroke on the first pad: an upright one, or one that lies. */
async function draw(page: Page, isUpright: boolean, shift: number): Promise<void> {
  const pad = page.locator(".pad canvas").first();
  await pad.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await pad.boundingBox())!;
  const at = (along: number) => (isUpright ? [0.5 + shift, along] : [along, 0.5 + shift]);
  const [from, to] = [at(0.2), at(0.8)];
  await page.mouse.move(x + from[0] * width, y + from[1] * height);
  await page.mouse.down();
  await page.mouse.move(x + to[0] * width, y + to[1] * height, { steps: 4 });
  await page.mouse.up();
}

it("digits that are drawn with the mouse are learned, taken away, saved and dropped again", async () => {
  const page = await opened("#data=own+drawings&layers=16-relu&batchSize=4");
  await page.getByText("This browser has no drawings yet").waitFor();
  for (const [digit, isUpright] of [
    ["1", true],
    ["7", false],
  ] as const)
    // prettier-ignore
    for (const shift of [-0.06, 0.06, 0.15]) {
      await draw(page, isUpright, shift);
      await page.getByLabel("This is a").selectOption(digit);
      await press(page, "Add it");
    }
  await said(page, "6 drawings, to learn from and to test with");
  await press(page, "Run");
  await reaches(page, "accuracy", 100);
  await page.getByText("The drawings it learns from").waitFor();
  const file = await saved(page);
  expect(file.name).toBe("drawings.safetensors");
  for (let left = 6; left > 3; left--) await press(page, "Remove this 7");
  await page.getByText("Draw at least two digits at least twice each.").waitFor();
  await drop(page, [file]);
  await said(page, "6 drawings");
  expect(await page.locator(".drawings li").count()).toBe(6);
  await page.context().close();
});
