import { afterAll, beforeAll, expect, it } from "vitest";
import { drawStroke, pageUnderTest, press, reaches, type PageUnderTest } from "../page-under-test.ts";

let served: PageUnderTest;
beforeAll(async () => void (served = await pageUnderTest()));
afterAll(() => served.close());

it("a 1 that is drawn is read, and so is a test digit chosen by keyboard", async () => {
  const page = await served.open("#data=digits&layers=64-relu&learningRate=0.003&batchSize=64");
  await page.getByText("Nothing is drawn yet").waitFor();
  await press(page, "Run");
  await reaches(page, "accuracy", 90);

  await drawStroke(page, [0.52, 0.16], [0.48, 0.84]);
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
