import { readFile } from "node:fs/promises";
import type { Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pageUnderTest, press, reaches, shown, type PageUnderTest } from "../page-under-test.ts";

let served: PageUnderTest;
beforeAll(async () => void (served = await pageUnderTest()));
afterAll(() => served.close());

async function saved(page: Page, button: string) {
  const [download] = await Promise.all([page.waitForEvent("download"), press(page, button)]);
  return { name: download.suggestedFilename(), buffer: await readFile(await download.path()) };
}

const open = (page: Page, name: string, buffer: Buffer) =>
  page
    .getByLabel("Open weights or a run")
    .setInputFiles({ name, buffer, mimeType: "application/octet-stream" });

/** The colours of the plane, which are the network's answers. */
const answers = (page: Page) =>
  page.locator("canvas.plane").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

async function trained(page: Page) {
  await press(page, "100 steps");
  await reaches(page, "step", 100);
  return answers(page);
}

async function restarted(page: Page) {
  await press(page, "Restart");
  await page.waitForFunction(() => document.querySelector('[data-number="step"]')?.textContent === "0");
  return answers(page);
}

it("weights that were saved and are opened again give the same answers", async () => {
  const page = await served.open("#data=moons");
  const before = await trained(page);
  const { name, buffer } = await saved(page, "Save weights");
  expect(name).toBe("weights.safetensors");
  expect(await restarted(page)).not.toBe(before);
  await open(page, name, buffer);
  await page.getByText("the network has the weights of the file").waitFor();
  expect(await answers(page)).toBe(before);
  await page.context().close();
});

it("a damaged file, and weights of another network, are refused in words, and nothing changes", async () => {
  const page = await served.open("#data=moons");
  const before = await trained(page);
  const { name, buffer } = await saved(page, "Save weights");
  const refused = (words: string) => page.locator(".files [role=alert]", { hasText: words }).waitFor();
  await open(page, name, buffer.subarray(0, -3));
  await refused("safetensors");
  await open(page, "notes.txt", Buffer.from("no weights"));
  await refused("notes.txt is neither weights");
  expect(await answers(page)).toBe(before);
  await page.goto(page.url().replace(/#.*/, "#data=moons&layers=5-relu"));
  await page.reload();
  await page.locator("[data-layer]").first().waitFor();
  const other = await answers(page);
  await open(page, name, buffer);
  await refused("0.weight has the shape [5, 2], not [16, 2]");
  expect(await answers(page)).toBe(other);
  await page.context().close();
});

it("a run that was saved brings back its settings, with its loss beside the new one", async () => {
  const page = await served.open("#data=xor&seed=3");
  await trained(page);
  const loss = await shown(page, "loss");
  const { name, buffer } = await saved(page, "Save run");
  await page.goto(page.url().replace(/#.*/, "#data=circles"));
  await page.reload();
  await open(page, name, Buffer.from(buffer.toString().replace("xor", "cats")));
  await page.getByText('data cannot be "cats" in a run').waitFor();
  expect(await page.getByLabel("Data").inputValue()).toBe("circles");
  await open(page, name, buffer);
  await page.waitForFunction(() => location.hash.includes("data=xor") && location.hash.includes("seed=3"));
  await page.getByRole("img", { name: "beside the file" }).waitFor();
  await restarted(page);
  await trained(page);
  expect(await shown(page, "loss")).toBe(loss);
  await page.context().close();
});
