import type { TableDataset } from "piecewise";
import type { OwnName } from "../settings.ts";

/** What the user brought, to be cloned to a worker and into the browser's store: files stay files, and are read there. */
export type OwnData = OwnPoints | OwnDrawings | OwnTable | OwnImages;

/** One of each. */
export interface OwnByName {
  readonly "own points"?: OwnPoints;
  readonly "own drawings"?: OwnDrawings;
  readonly "own files"?: OwnTable | OwnImages;
}

export interface OwnPoints {
  readonly name: "own points";
  readonly points: readonly OwnPoint[];
}

/** A point in the square from -`reach` to `reach`. */
export interface OwnPoint {
  readonly x: number;
  readonly y: number;
  readonly label: 0 | 1;
}

export interface OwnDrawings {
  readonly name: "own drawings";
  readonly drawings: readonly OwnDrawing[];
}

/** A digit, and its `drawingSide` by `drawingSide` pixels from 0 to 1. */
export interface OwnDrawing {
  readonly label: number;
  readonly pixels: Float32Array;
}

/** A file of comma-separated values, and the column to tell from the others. */
export interface OwnTable {
  readonly name: "own files";
  readonly kind: "table";
  readonly file: File;
  readonly target: string;
  readonly rows: TableRows;
}

/** What a table holds. */
export interface TableRows {
  readonly columns: readonly string[];
  readonly data: TableDataset;
}

/** MNIST's files, or the like. */
export interface OwnImages {
  readonly name: "own files";
  readonly kind: "images";
  readonly parts: ImageParts;
}

export const partNames = ["trainImages", "trainLabels", "testImages", "testLabels"] as const;
export type PartName = (typeof partNames)[number];
/** Without files to test with, some of the others' rows are kept for that. */
export type ImageParts = Readonly<Partial<Record<PartName, File>>>;

export const reach = 1.5;
export const drawingSide = 28;
export const digitNames: readonly string[] = Array.from({ length: 10 }, (_, digit) => String(digit));

/** From so many points or drawings on, some are kept to test with. */
export const leastToSplit = 20;
/** So many rows are measured at most. */
export const mostMeasured = 500;
/** So many classes a table may have. */
export const mostClasses = 20;

/** What the worker found in own data. */
export interface Found {
  readonly name: OwnName;
  /** How many rows there are to learn from, and how many to test with. */
  readonly training: number;
  readonly test: number;
  /** The shape of one. */
  readonly row: readonly number[];
  /** Where a part of the rows was kept to test with: whether each class has its share of it. */
  readonly isStratified: boolean;
  readonly classes: readonly string[];
  /** Of a table. */
  readonly columns: readonly string[];
}

/** What the rows of own data do not suffice for, in words, or nothing. */
export function lackOf(own: OwnData | undefined): string | undefined {
  if (own?.name === "own points") {
    const classes = new Set(own.points.map(({ label }) => label));
    return classes.size < 2 ? "Place at least one point of each class." : undefined;
  }
  if (own?.name !== "own drawings") return undefined;
  const counts = digitNames.map((_, digit) => own.drawings.filter(({ label }) => label === digit).length);
  const enough = counts.filter((count) => count >= 2).length;
  return enough < 2 ? "Draw at least two digits at least twice each." : undefined;
}
