import type { IdxFile } from "./idx-file.ts";

/** The SHA-256 of Fashion-MNIST's labels to learn from, and what they mean, as `fashionMnist` has it. */
const fashionLabels = "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9";
const fashion = "T-shirt/top,Trouser,Pullover,Dress,Coat,Sandal,Shirt,Sneaker,Bag,Ankle boot".split(",");

/** The names of labels: those of clothes where they are Fashion-MNIST's, else the numbers themselves. */
export async function classNames(labels: IdxFile, count: number): Promise<readonly string[]> {
  if ((await labels.digest()) === fashionLabels) return fashion;
  return Array.from({ length: count }, (_, label) => String(label));
}
