import type { Found, OwnData } from "../../own/own-data.ts";
import { drawnRows } from "./drawn-rows.ts";
import { imageRows, shadeRows } from "./images.ts";
import type { OwnRows } from "./own-rows.ts";
import { tableRows } from "./table.ts";

/** What the user brought, as rows. What cannot be used is refused in words. */
export async function makeOwn(own: OwnData, seed: number): Promise<OwnRows> {
  if (own.name !== "own files") return drawnRows(own, seed);
  return own.kind === "table" ? tableRows(own, seed) : imageRows(own, seed);
}

/** What it is, once all of it is checked. */
export async function inspectOwn(own: OwnData): Promise<Found> {
  const isImages = own.name === "own files" && own.kind === "images";
  const { found } = await (isImages ? shadeRows(own, 0) : makeOwn(own, 0));
  return found;
}
