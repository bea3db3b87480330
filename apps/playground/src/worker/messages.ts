import type { Verdict } from "piecewise";
import type { ActivationName } from "../activation-names.ts";
import type { History } from "../history.ts";
import type { Recognition, Tiles } from "../inside/tiles.ts";
import type { ActivationCurve } from "../lab/places.ts";
import type { Found, OwnData, OwnDrawings, OwnPoint, OwnPoints } from "../own/own-data.ts";
import type { DataShape } from "../plan.ts";
import type { Cure } from "../remedies/cure.ts";
import type { Settings } from "../settings.ts";

/** What the page asks of the worker. The first is `start`. */
export type Request =
  | { readonly type: "start"; readonly settings: Settings; readonly own?: OwnData | undefined }
  /** Takes so many steps more; Infinity for as long as nobody says `pause`. */
  | { readonly type: "run"; readonly steps: number }
  /** Goes to the step of another run, with the learning rates that it had on its way. */
  | { readonly type: "follow"; readonly step: number; readonly history: History }
  | { readonly type: "pause" }
  | { readonly type: "learningRate"; readonly value: number }
  /** The page has taken in the last look, and may be sent another. */
  | { readonly type: "drawn" }
  | Question;

/** What the page asks and waits for; the answer comes over the question's own port. */
export interface Asked {
  /** The network's weights as a safetensors file. */
  readonly weights: { readonly given: undefined; readonly answer: Uint8Array<ArrayBuffer> };
  /** Takes the weights of such a file. */
  readonly load: { readonly given: Uint8Array; readonly answer: undefined };
  /** Draws the weights of dead units anew; how many there were. */
  readonly revive: { readonly given: undefined; readonly answer: number };
  /** Scales the weights so that signals neither fade nor grow; of how many layers. */
  readonly calibrate: { readonly given: undefined; readonly answer: number };
  /** A function for the lab. */
  readonly activation: { readonly given: ActivationName; readonly answer: ActivationCurve };
  /** What the network makes of one grey image. */
  readonly recognise: { readonly given: Float32Array; readonly answer: Recognition };
  /** Whether own data can be learned from, and what they are. */
  readonly inspect: { readonly given: OwnData; readonly answer: Found };
  /** So many points to begin with. */
  readonly moonPoints: { readonly given: number; readonly answer: readonly OwnPoint[] };
  /** Own points or drawings as a file, and back; of a file with something else, nothing. */
  readonly rowsFile: {
    readonly given: OwnPoints | OwnDrawings;
    readonly answer: Uint8Array<ArrayBuffer>;
  };
  readonly rowsInFile: {
    readonly given: Uint8Array;
    readonly answer: OwnPoints | OwnDrawings | undefined;
  };
}

export type Question = {
  [What in keyof Asked]: {
    readonly type: "ask";
    readonly what: What;
    readonly given: Asked[What]["given"];
  };
}[keyof Asked];

export type Answer<What extends keyof Asked> = AnswerOf<Asked[What]["answer"]>;
export type AnswerOf<T> = { readonly value: T } | { readonly refusal: string };

/** What the worker tells the page. */
export type Reply =
  | { readonly type: "ready"; readonly scene: Scene; readonly shape: DataShape }
  | { readonly type: "look"; readonly look: Look; readonly computing: Computing }
  /** Instead of a look, of a run that follows another. */
  | { readonly type: "points"; readonly points: readonly CurvePoint[] }
  /** Something was changed, before the look that shows it. */
  | { readonly type: "history"; readonly history: History }
  | { readonly type: "failed"; readonly message: string };

/** What computes. */
export interface Computing {
  readonly backend: string;
  readonly threads: number;
}

/** What stays the same throughout a run, to be drawn. */
export type Scene = Plane | Images | Confusion;

/** Points in a square, with the class of each. */
export interface Plane {
  readonly kind: "plane";
  readonly from: number;
  readonly to: number;
  readonly points: Float32Array;
  readonly labels: Int32Array;
  /** What the axes and the classes are, where they have names: across and upwards, first and second. */
  readonly axes?: readonly string[];
  readonly names?: readonly string[];
}

/** Grey images; where there are enough, such as the network has not seen in training. */
export interface Images {
  readonly kind: "images";
  readonly title: string;
  /** Of the classes. */
  readonly names: readonly string[];
  readonly side: number;
  readonly pixels: Float32Array;
  readonly labels: Int32Array;
}

/** Rows that are neither: the answers count how often each class was taken for each, a row of the counts for each class. */
export interface Confusion {
  readonly kind: "confusion";
  readonly names: readonly string[];
}

/** How the run is at a step. */
export interface Look {
  readonly step: number;
  readonly epoch: number;
  readonly stepsPerSecond: number;
  /** What was measured since the last look. */
  readonly points: readonly CurvePoint[];
  /** While the run rests, what its program has to come to. */
  readonly measured?: Measured;
  /** For points in a plane, how sure the network is of class 1 in each place of a grid, row by row from the lowest. For images, its answers; else counts. */
  readonly answers: Float32Array;
  readonly layers: readonly LayerLook[];
  readonly verdicts: readonly Finding[];
  /** How many units are dead, so that they can be revived. */
  readonly revivable: number;
}

/** A verdict in the page's words, with what a button can do about it. */
export interface Finding extends Verdict {
  readonly cures: readonly Cure[];
}

/** Of rows that are not trained on. */
export interface Measured {
  readonly testLoss: number;
  readonly accuracy: number;
}

export interface CurvePoint extends Measured {
  readonly step: number;
  /** Of the batches of the last steps. */
  readonly loss: number;
}

/** How a layer answers to some rows of the training data. */
export interface LayerLook extends LayerPictures {
  readonly name: string;
  /** How long the gradient of its weights is. */
  readonly gradientNorm: number;
  /** Of what comes out of its activation; the last layer has none. */
  readonly activity?: Activity;
}

/** What of a layer can be drawn at any time: the first of its units. */
export interface LayerPictures {
  /** Of data in the plane: what each unit gives everywhere there, on a scale of its own. */
  readonly maps?: Tiles;
  /** Of images: the weights of each of the first layer's filters, or else units. */
  readonly filters?: Tiles;
  readonly weights?: Tiles;
}

export interface Activity {
  /** Of each unit, the share of rows for which its slope is not almost 0; a unit where it is 0 for all learns nothing: it is dead. */
  readonly alive: Float32Array;
  /** The share of numbers that are 0. */
  readonly zeros: number;
  readonly histogram: Histogram;
}

export interface Histogram {
  readonly from: number;
  readonly to: number;
  /** How many numbers lie in each of the equal parts between. */
  readonly counts: Float32Array;
}

/** How many places a side of the grid has. */
export const gridSide = 56;
