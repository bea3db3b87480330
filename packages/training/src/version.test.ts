import { expect, it } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { version } from "./version.ts";

it("the version is that of the package; scripts/write-version.ts writes it", () => {
  expect(version).toBe(manifest.version);
});
