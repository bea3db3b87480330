import type { LayerLook } from "../worker/messages.ts";
import { countOf, type Tiles } from "./tiles.ts";
import { TilesScale, TilesView } from "./tiles-view.tsx";
import { UnitSquares } from "./unit-squares.tsx";
import { answerText, deadText, rangeText } from "./words.ts";

interface Props {
  readonly layer: LayerLook;
  /** What comes out of the layer for the image in sight. */
  readonly seen: Tiles | undefined;
  readonly sight: string;
}

/** The units of a layer: as pictures where there are some, and the others as squares. */
export function UnitPictures({ layer: { maps, filters, weights, activity }, seen, sight }: Props) {
  const alive = activity?.alive;
  const features = alive !== undefined && isPictures(seen, alive.length) ? seen : undefined;
  const shown = countOf(features ?? maps ?? filters ?? weights ?? noTiles);
  return (
    <>
      {maps !== undefined && <Maps tiles={maps} alive={alive} />}
      {filters !== undefined && <Weights tiles={filters} alive={alive} of="filters" />}
      {weights !== undefined && <Weights tiles={weights} alive={alive} of={alive ? "units" : "classes"} />}
      {features !== undefined && <FeatureMaps tiles={features} alive={alive} sight={sight} />}
      {alive !== undefined && shown < alive.length && <Others alive={alive} shown={shown} />}
    </>
  );
}

const noTiles: Tiles = { width: 1, height: 1, shades: new Int8Array(0) };

/** Filters give pictures, and units a number. What is known of the image may still be of the network before. */
const isPictures = (tiles: Tiles | undefined, units: number): tiles is Tiles =>
  tiles !== undefined && tiles.width > 1 && countOf(tiles) <= units;

interface TilesProps {
  readonly tiles: Tiles;
  readonly alive: Float32Array | undefined;
}

function Maps({ tiles, alive }: TilesProps) {
  const count = countOf(tiles);
  return (
    <div data-pictures="maps">
      <TilesView
        tiles={tiles}
        label={`What each of ${count} ${alive ? "units" : "outputs"} gives in the plane${deadIn(alive, count)}`}
        alive={alive}
        isSmooth
      />
      <TilesScale tiles={tiles} />
    </div>
  );
}

function Weights({ tiles, alive, of }: TilesProps & { readonly of: "filters" | "units" | "classes" }) {
  const count = countOf(tiles);
  const size = `${tiles.width} by ${tiles.height}`;
  return (
    <div data-pictures={of === "filters" ? of : "weights"}>
      <h4>Weights of {of}</h4>
      <TilesView
        tiles={tiles}
        label={`Weights of ${count} ${of}, ${size}${rangeText(tiles)}${deadIn(alive, count)}`}
        alive={alive}
      />
      <TilesScale tiles={tiles} />
    </div>
  );
}

function FeatureMaps({ tiles, alive, sight }: TilesProps & { readonly sight: string }) {
  return (
    <div data-pictures="features">
      <h4>What they make of {sight}</h4>
      <TilesView
        tiles={tiles}
        label={`What ${countOf(tiles)} filters make of ${sight}: ${answerText(tiles)}`}
        alive={alive}
      />
      <TilesScale tiles={tiles} />
    </div>
  );
}

function Others({ alive, shown }: { readonly alive: Float32Array; readonly shown: number }) {
  return (
    <div data-pictures="squares">
      {shown > 0 && (
        <h4>
          Above, the first {shown} of {alive.length}; the others as squares
        </h4>
      )}
      <UnitSquares alive={alive.subarray(shown)} />
    </div>
  );
}

const deadIn = (alive: Float32Array | undefined, count: number): string =>
  alive === undefined ? "" : `, ${deadText(alive, count)}`;
