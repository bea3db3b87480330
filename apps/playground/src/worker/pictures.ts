import { slice, softmax, tensor, transpose, type Layer } from "piecewise";
import { mapSide, mostTiles, type Recognition, type Tiles } from "../inside/tiles.ts";
import type { LayerPictures, Plane, Scene } from "./messages.ts";
import { layersOf, observed } from "./observed.ts";
import { read } from "./read.ts";
import { gridBetween } from "./scene.ts";
import { tilesApart, tilesOf } from "./shades.ts";

/** Makes the pictures of a model's layers, from the first one on: of those that have some. */
export function picturesOf(model: Layer, scene: Scene): () => Promise<readonly LayerPictures[]> {
  if (scene.kind === "plane") return mapsOf(model, scene);
  return scene.kind === "images" ? weightsOf(model, scene.side) : async () => [];
}

/** One pass gives the maps of all layers. */
function mapsOf(model: Layer, { from, to }: Plane): () => Promise<readonly LayerPictures[]> {
  const size = { width: mapSide, height: mapSide };
  const places = tensor(gridBetween(mapSide, [from, to], [to, from]), { shape: [mapSide * mapSide, 2] });
  return async () => {
    const layers = await read(() => {
      const { scores, activations } = observed(model, places);
      const outputs = [...activations.map(({ output }) => output), scores];
      return outputs.map((output) => transpose(slice(output, [null, first])));
    });
    return layers.map((numbers) => ({ maps: tilesApart(numbers, size) }));
  };
}

function weightsOf(model: Layer, side: number): () => Promise<readonly LayerPictures[]> {
  const { weight } = layersOf(model)[0].own;
  const size = pictureSize(weight.shape, side);
  return async () => {
    if (size === undefined) return [];
    const [numbers] = await read(() => [slice(weight, [first])]);
    const tiles = tilesOf(numbers, size);
    return [weight.rank === 4 ? { filters: tiles } : { weights: tiles }];
  };
}

/** The size of the pictures that weights are: of a grey image's pixels, or of a window onto it. */
function pictureSize(shape: readonly number[], side: number): Pick<Tiles, "width" | "height"> | undefined {
  const [, inputs, height, width] = shape;
  if (shape.length === 4) return inputs === 1 ? { width, height } : undefined;
  return inputs === side * side ? { width: side, height: side } : undefined;
}

/** What a model makes of one row, which is an image of this shape, layer by layer. */
export async function recognitionOf(
  model: Layer,
  pixels: Float32Array,
  row: readonly number[],
): Promise<Recognition> {
  const shapes: (readonly number[])[] = [];
  const [shares, ...layers] = await read(() => {
    const { scores, activations } = observed(model, tensor(pixels, { shape: [1, ...row] }));
    const outputs = activations.map(({ output }) =>
      output.rank === 4 ? slice(output, [null, first]) : output,
    );
    shapes.push(...outputs.map(({ shape }) => shape));
    return [softmax(scores, { axis: 1 }), ...outputs];
  });
  const tiles = layers.map((numbers, i) => {
    const [, , height = 1, width = 1] = shapes[i];
    return tilesOf(numbers, { width, height });
  });
  return { shares: Float32Array.from(shares), layers: tiles };
}

/** Of more, pictures would not stay legible. */
const first = { stop: mostTiles };
