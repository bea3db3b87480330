import { broadcastShapes } from "../broadcast.ts";
import { tensor } from "../create.ts";
import { requireTensor, type Tensor } from "../tensor.ts";
import { indexSelect } from "./indexing.ts";
import { reshape } from "./reshape.ts";
import { broadcastTo } from "./views.ts";

/**
 * Where the numbers that are not 0 lie, as int32 [count, axes], in row-major order. How many there are depends on the
 * numbers, so this waits for them.
 *
 * @example
 * await (await nonZero(tensor([[0, 5], [7, 0]]))).array(); // [[0,1],[1,0]]
 */
export async function nonZero(x: Tensor): Promise<Tensor> {
  const { shape, rank } = requireTensor("nonZero", x);
  const places = await truePlaces(x);
  const coordinates = new Int32Array(places.length * rank);
  places.forEach((place, row) => {
    let rest = place;
    for (let axis = rank - 1; axis >= 0; axis--) {
      coordinates[row * rank + axis] = rest % shape[axis];
      rest = Math.floor(rest / shape[axis]);
    }
  });
  return tensor(coordinates, { shape: [places.length, rank] });
}

/**
 * The numbers of x where the mask is true (not 0), in one row; both are broadcast to one shape. How many there are depends on
 * the mask, so this waits for it. Gradients flow to x.
 *
 * @example
 * const x = tensor([1, -2, 3]);
 * await (await maskedSelect(x, greater(x, 0))).array(); // [1,3]
 */
export async function maskedSelect(x: Tensor, mask: Tensor): Promise<Tensor> {
  const shape = broadcastShapes("maskedSelect", [
    requireTensor("maskedSelect", x).shape,
    requireTensor("maskedSelect", mask).shape,
  ]);
  const places = await truePlaces(broadcastTo(mask, shape));
  const numbers = broadcastTo(x, shape);
  return indexSelect(reshape(numbers, [numbers.size]), tensor(Int32Array.from(places)));
}

async function truePlaces(x: Tensor): Promise<number[]> {
  return Array.from(await x.data()).flatMap((value, place) => (value === 0 ? [] : [place]));
}
