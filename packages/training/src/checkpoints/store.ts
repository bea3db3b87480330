import type { Safetensors, WritableArray } from "@piecewise/data";

/** What a checkpoint consists of, before it is written. */
export interface CheckpointContents {
  readonly arrays: Readonly<Record<string, WritableArray>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A place that keeps checkpoints by name. */
export interface CheckpointStore {
  /** What errors call it, such as the path of a folder. */
  readonly title: string;
  /** The names of those it has, in any order. */
  names(): Promise<readonly string[]>;
  /** Keeps a checkpoint, in the place of one with the same name: wholly, or, if it fails or is interrupted, not at all. */
  write(name: string, contents: CheckpointContents): Promise<void>;
  read(name: string): Promise<Safetensors>;
  remove(name: string): Promise<void>;
}
