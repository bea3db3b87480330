import type { Page } from "playwright";

/** A file for a test: a path, or what is in it. */
export type TestFile = string | { readonly name: string; readonly content: string | Uint8Array };

/** Drops files on the page, as a mouse does. */
export async function drop(page: Page, files: readonly TestFile[]): Promise<void> {
  await page.evaluate(() => {
    const input = Object.assign(document.createElement("input"), {
      type: "file",
      multiple: true,
      hidden: true,
    });
    document.body.append(input);
    input.className = "dropped-by-test";
  });
  const input = page.locator(".dropped-by-test");
  await input.setInputFiles(playwrightFiles(files) as string[]);
  await input.evaluate((element: HTMLInputElement) => {
    const dataTransfer = new DataTransfer();
    for (const file of element.files!) dataTransfer.items.add(file);
    element.remove();
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  });
}

export const choose = (page: Page, files: readonly TestFile[]): Promise<void> =>
  page.getByLabel("Open files").setInputFiles(playwrightFiles(files) as string[]);

const playwrightFiles = (files: readonly TestFile[]) =>
  files.map((file) =>
    typeof file === "string"
      ? file
      : { name: file.name, mimeType: "application/octet-stream", buffer: Buffer.from(file.content) },
  );

/** Waits until the data panel says something. */
export const said = (page: Page, words: string): Promise<void> =>
  page.locator(".own-about, .own-said", { hasText: words }).first().waitFor();

/** The page with another address, as if it were opened anew. */
export async function reopened(page: Page, hash: string): Promise<void> {
  await page.goto(page.url().replace(/#.*|$/, hash));
  await page.reload();
}
