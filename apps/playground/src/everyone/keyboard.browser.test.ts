import type { Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pageUnderTest, reaches, type PageUnderTest } from "../page-under-test.ts";

let served: PageUnderTest;
beforeAll(async () => void (served = await pageUnderTest()));
afterAll(() => served.close());

interface Focused {
  readonly name: string;
  /** Whether a line around it shows where it is, in sight. */
  readonly isSeen: boolean;
}

/** What has the focus; nothing where it is lost. */
const focused = (page: Page): Promise<Focused | undefined> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return undefined;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const { top, bottom, left, right } = element.getBoundingClientRect();
    const isInSight = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
    const label = element.closest("label")?.querySelector("span")?.textContent;
    return {
      name: element.getAttribute("aria-label") ?? label ?? element.textContent ?? "",
      isSeen: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && isInSight,
    };
  });

/** Presses Tab until what is so called has the focus. On the way, the focus is always seen. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    if (now === undefined) continue;
    expect(now.isSeen, `${now.name} has the focus`).toBe(true);
    if (name.test(now.name)) return;
  }
  throw new Error(`Tab does not lead to ${String(name)}`);
}

const setting = (page: Page, text: string) =>
  page.waitForFunction((part) => decodeURIComponent(location.hash).includes(part), text);

it("by keyboard alone: training, rate, layers, activation, and the focus is always seen", async () => {
  const page = await served.open("#data=moons&layers=4-relu_6-relu");
  await tabTo(page, /^Run$/);
  await page.keyboard.press("Enter");
  await reaches(page, "step", 50);
  await page.keyboard.press("Space");
  expect((await focused(page))!.name).toBe("Run");

  await tabTo(page, /^Units in layer 1$/);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await setting(page, "layers=5-relu_6-relu");
  await tabTo(page, /^Activation of layer 1$/);
  await page.keyboard.press("ArrowDown");
  await setting(page, "layers=5-leakyRelu_6-relu");
  await tabTo(page, /^Add a layer$/);
  await page.keyboard.press("Enter");
  await setting(page, "5-leakyRelu_6-relu_6-relu");
  await tabTo(page, /^Learning rate$/);
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("0.05");
  await page.keyboard.press("Enter");
  await setting(page, "learningRate=0.05");
  await tabTo(page, /^Learning rate, on a/);
  await page.keyboard.press("ArrowRight");
  await setting(page, "learningRate=0.063");
  await page.context().close();
});

it("whoever removes layers, or adds as many as there may be, keeps the focus", async () => {
  const page = await served.open("#layers=3-relu_4-relu_5-relu");
  await tabTo(page, /^Remove layer 2$/);
  await page.keyboard.press("Enter");
  await setting(page, "layers=3-relu_5-relu");
  expect(await focused(page)).toEqual({ name: "Remove layer 2", isSeen: true });
  await page.keyboard.press("Enter");
  await setting(page, "layers=3-relu");
  expect(await focused(page)).toEqual({ name: "Add a layer", isSeen: true });
  for (let layers = 2; layers <= 8; layers++) {
    await page.keyboard.press("Enter");
    await page.waitForFunction((count) => location.hash.split("_").length === count, layers);
  }
  expect(await focused(page)).toEqual({ name: "Add a layer", isSeen: true });
  await page.keyboard.press("Enter");
  expect(await page.getByLabel(/^Units in layer/).count()).toBe(8);
  await page.context().close();
});

it("by keyboard alone: a remedy is applied, and the focus stays with the diagnosis", async () => {
  const page = await served.open("#data=circles&initializer=far+too+large&layers=16-relu_16-relu_16-relu_16-relu"); // prettier-ignore
  await tabTo(page, /^Run$/);
  await page.keyboard.press("Enter");
  await page.locator('[data-cure="calibrate"]').waitFor();
  await tabTo(page, /^Calibrate the weights$/);
  await page.keyboard.press("Enter");
  await page.getByText("The weights of 5 layers are calibrated.").waitFor();
  expect(await focused(page)).toEqual({ name: "Diagnosis", isSeen: true });
  await reaches(page, "accuracy", 95);
  await page.context().close();
});

it("by keyboard alone: the lab, a comparison, the program and a test digit", async () => {
  const page = await served.open("#data=digits&layers=16-relu");
  await tabTo(page, /^Compare with$/);
  await page.keyboard.press("ArrowDown");
  await page.locator("[data-other-step]").waitFor({ state: "attached" });
  await tabTo(page, /^A test digit instead$/);
  await page.keyboard.press("ArrowDown");
  await page.getByText(/^The network says: \d$/).waitFor();
  await tabTo(page, /^Show it$/);
  await page.keyboard.press("Enter");
  await page.locator(".program pre").waitFor();
  await tabTo(page, /^x = /);
  await page.keyboard.press("Home");
  await page.getByText("x = -5.00").waitFor();
  await tabTo(page, /^Second function$/);
  await page.keyboard.press("ArrowDown");
  await page.getByText(/^f\(-5.00\) = 0, f′\(-5.00\) = 0$/).waitFor();
  await page.context().close();
});
