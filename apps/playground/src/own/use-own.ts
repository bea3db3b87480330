import { useEffect, useRef, useState } from "preact/hooks";
import { isOwn, type DataName, type OwnName } from "../settings.ts";
import { forget, keep, kept } from "./keep.ts";
import { lackOf, type OwnByName, type OwnData } from "./own-data.ts";

/** What a run gets of the user's data. */
export interface Given {
  readonly own: OwnData | undefined;
  /** What has to be brought before the run can begin, in words. */
  readonly lack: string | undefined;
  /** Another number for other data. */
  readonly version: number;
}

/** The user's data, which this browser keeps. */
export interface Own {
  readonly data: OwnByName;
  readonly given: Given;
  /** Whether the browser keeps them. */
  readonly isKept: boolean;
  readonly set: (own: OwnData) => void;
  readonly forget: (name: OwnName) => void;
}

interface State {
  readonly data: OwnByName;
  readonly version: number;
  readonly isLoaded: boolean;
}

export function useOwn(name: DataName): Own {
  const [state, setState] = useState<State>({ data: {}, version: 0, isLoaded: false });
  const { isKept, setKept, write } = useWriting();
  const replace = (more: OwnByName) =>
    setState(({ data, version }) => ({ data: { ...data, ...more }, version: version + 1, isLoaded: true }));
  useEffect(() => {
    kept().then(replace, () => {
      replace({});
      setKept(false);
    });
  }, []);
  return {
    data: state.data,
    given: givenOf(name, state),
    isKept,
    set(own) {
      replace({ [own.name]: own });
      write(() => keep(own));
    },
    forget(name) {
      replace({ [name]: undefined });
      write(() => forget(name));
    },
  };
}

/** Writes one after the other, so that the last word is kept, and knows whether the browser keeps anything. */
function useWriting() {
  const [isKept, setKept] = useState(true);
  const last = useRef(Promise.resolve());
  const write = (work: () => Promise<void>) => {
    last.current = last.current.then(work).then(
      () => setKept(true),
      () => setKept(false),
    );
  };
  return { isKept, setKept, write };
}

function givenOf(name: DataName, { data, version, isLoaded }: State): Given {
  if (!isOwn(name)) return { own: undefined, lack: undefined, version: 0 };
  const own = data[name];
  if (own !== undefined) return { own, lack: lackOf(own), version };
  return { own, lack: isLoaded ? absent[name] : "Looking for what this browser keeps.", version };
}

/** What an address says whose data are not in this browser. */
const absent: Readonly<Record<OwnName, string>> = {
  "own points":
    "This browser has no points yet. Place some in the picture, begin with moons, or open a points.safetensors that was saved.",
  "own drawings":
    "This browser has no drawings yet. Draw at least two digits at least twice each, or open a drawings.safetensors that was saved.",
  "own files":
    "The files of this run are not in this browser. Open them once more: a table, or images with their labels, such as MNIST’s.",
};
