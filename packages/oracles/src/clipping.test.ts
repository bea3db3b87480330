import { clipGradNorm, clipGradValue } from "@piecewise/optimizers";
import { Gradients, parameter, tensor, zeros } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { places } from "./describe.ts";
import { difference } from "./difference.ts";
import { cases, exactly, numbers, read, useForTests } from "./optimizer-cases.ts";

const clips = cases.flatMap(({ id, clip, max, norm_type, total_norm }) =>
  clip !== undefined && max !== undefined ? [{ id, max, normType: norm_type, norm: total_norm }] : [],
);

describe.each(places)("clipping in $dtype on $backend", ({ dtype, make: backend }) => {
  useForTests(backend);
  const tolerance = dtype === "float64" ? exactly : { absolute: 1e-7, relative: 1e-6 };

  it.each(clips)("$id leaves what PyTorch leaves", async ({ id, max, normType, norm }) => {
    const given = ["g1", "g2"].map((name) => {
      const { data, shape } = read(`${id}|${name}`)!;
      return [parameter(zeros(shape, { dtype })), tensor(data, { shape, dtype })] as const;
    });
    const gradients = new Gradients(new Map(given));
    const clipped =
      typeof normType === "number"
        ? clipGradNorm(gradients, max, { normType })
        : { gradients: clipGradValue(gradients, max) };
    for (const [i, [leaf]] of given.entries()) {
      const left = await clipped.gradients.of(leaf).data();
      expect(difference(left, numbers(`${id}|out${i + 1}`), tolerance)).toBeUndefined();
    }
    if (!("norm" in clipped)) return;
    expect(difference([await clipped.norm.item()], [norm!], tolerance)).toBeUndefined();
  });
});
