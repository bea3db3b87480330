import { stripTypeScriptTypes } from "node:module";
import { printed, shows } from "./shows.ts";

const AsyncFunction = (async () => {}).constructor as new (
  ...args: string[]
) => (...values: unknown[]) => Promise<void>;

/** Runs pieces of code, each with all names of the modules in sight, and sends what went wrong to the parent process. */
export async function runEach(modules: readonly object[], codes: readonly (string | null)[]): Promise<void> {
  const names = new Map([...modules.toReversed(), { printed, shows }].flatMap((m) => Object.entries(m)));
  names.delete("default");
  for (const [i, code] of codes.entries()) {
    if (code === null) continue;
    try {
      // A block of its own, so that an example may declare a name that a module exports.
      const body = `"use strict"; {${stripTypeScriptTypes(code)}\n}`;
      await new AsyncFunction(...names.keys(), body)(...names.values());
      process.send!([i, null]);
    } catch (error) {
      process.send!([i, String(error)]);
    }
  }
}
