import { existsSync } from "node:fs";

/** Where Chromium is: what PIECEWISE_CHROMIUM names, or Debian's. Ends the process where there is none. */
export function requireChromium(): string {
  const path = process.env["PIECEWISE_CHROMIUM"] ?? "/usr/bin/chromium";
  if (existsSync(path)) return path;
  console.error(
    `There is no Chromium at ${path}, and these tests run in one.\n` +
      "Install it (on Debian and Ubuntu: apt-get install -y chromium), or name another one in PIECEWISE_CHROMIUM.",
  );
  process.exit(1);
}
