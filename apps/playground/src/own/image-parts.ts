import { partNames, type ImageParts, type PartName } from "./own-data.ts";

/** Which of MNIST's files one is, by its name. */
export function partOf(fileName: string): PartName | undefined {
  const isTest = /t10k|test/i.test(fileName);
  if (/images|idx3/i.test(fileName)) return isTest ? "testImages" : "trainImages";
  if (/labels|idx1/i.test(fileName)) return isTest ? "testLabels" : "trainLabels";
  return undefined;
}

/** The parts with more of them. A file for a place that is taken begins anew: it belongs to other images. */
export function withParts(parts: ImageParts, more: ImageParts): ImageParts {
  const isTaken = partNames.some((name) => parts[name] !== undefined && more[name] !== undefined);
  return isTaken ? more : { ...parts, ...more };
}

/** What has to come before images can be learned from: labels to images, images to labels, and some to learn from. */
export function missingParts(parts: ImageParts): readonly PartName[] {
  const { testImages, testLabels } = parts;
  const needsTest = testImages !== undefined || testLabels !== undefined;
  return partNames.filter(
    (name) => parts[name] === undefined && (needsTest || name === "trainImages" || name === "trainLabels"),
  );
}

/** The names of MNIST's files. */
export const publishedNames: Readonly<Record<PartName, string>> = {
  trainImages: "train-images-idx3-ubyte",
  trainLabels: "train-labels-idx1-ubyte",
  testImages: "t10k-images-idx3-ubyte",
  testLabels: "t10k-labels-idx1-ubyte",
};
