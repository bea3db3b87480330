import { numberText } from "../page/number-text.ts";
import { answeringIn, countOf, strongestIn, type Tiles } from "./tiles.ts";

/** How a layer answers to one image. */
export function answerText(tiles: Tiles): string {
  const [count, answering, best] = [countOf(tiles), answeringIn(tiles), strongestIn(tiles)];
  const what = tiles.width > 1 ? "filter" : "unit";
  const most = best === undefined ? "" : `, ${what} ${best + 1} most`;
  return `${answering} of ${count} ${what}s answer${most}`;
}

/** How many of the first units are dead. */
export function deadText(alive: Float32Array, among: number): string {
  const dead = alive.subarray(0, among).filter((share) => share === 0).length;
  return dead === 0 ? "none dead" : `${dead} dead`;
}

export const rangeText = ({ most }: Tiles): string =>
  most === undefined ? "" : `, from ${numberText(-most)} to ${numberText(most)}`;
