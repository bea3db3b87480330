/** Writes the version of `training` into its source, for checkpoints to name it. Run when versions are raised. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../packages/training");
const file = join(folder, "src/version.ts");
const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
  readonly version: string;
};
writeFileSync(file, readFileSync(file, "utf8").replace(/".*"/, JSON.stringify(version)));
