import type { Case } from "../case.ts";
import { broadcastCases } from "./broadcast.ts";
import { dtypeCases } from "./dtypes.ts";
import { formulaCases } from "./formulas.ts";
import { functionCases } from "./functions.ts";

export const map: readonly Case<"map">[] = [
  ...functionCases,
  ...formulaCases,
  ...broadcastCases,
  ...dtypeCases,
];
