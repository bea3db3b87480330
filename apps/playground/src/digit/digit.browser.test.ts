import { afterAll, beforeAll, expect, it } from "vitest";
import { pageUnderTest, press, reaches, type PageUnderTest } from "../page-under-test.ts";

let served: PageUnderTest;
beforeAll(async () => void (served = await pageUnderTest()));
afterAll(() => served.close());

it("a 1 that is drawn is read, and so is a test digit chosen by keyboard", async () => {
  const page = await served.open("#data=digits&layers=64-relu&learningRate=0.003&batchSize=64");
  await page.getByText("Nothing is drawn yet").waitFor();
  await press(page, "Run");
  await reaches(page, "accuracy", 90);

  await page.locator(".pad").scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await page.locator(".pad canvas").boundingBox())!;
  await page.mouse.move(x + 0.52 * width, y + 0.16 * height);
  await page.mouse.down();
  await page.mouse.move(x + 0.48 * width, y + 0.84 * height, { steps: 5 });
  await page.mouse.up();
  await page.getByText("The network says: 1").waitFor();
  const shares = await page.locator(".likely li > span:last-child").allInnerTexts();
  expect(shares.length).toBe(10);
  expect(parseInt(shares[1])).toBeGreaterThan(
    Math.max(...shares.filter((_, i) => i !== 1).map((text) => parseInt(text))),
  );
  await press(page, "Clear");
  await page.getByText("Nothing is drawn yet").waitFor();
  await page.getByLabel("A test digit instead").selectOption({ label: "no. 1, a 0" });
  await page.getByText("The network says: 0").waitFor();
  await page.context().close();
});
