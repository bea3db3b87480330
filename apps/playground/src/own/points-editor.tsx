import { useMemo, useState } from "preact/hooks";
import { Canvas, cssColor, type Paper } from "../page/canvas.tsx";
import { drawPlane } from "../page/scene-view.tsx";
import type { Training } from "../page/use-training.ts";
import type { Plane } from "../worker/messages.ts";
import { reach, type OwnPoint } from "./own-data.ts";
import { moved, placeAt, pointAt, type SquarePlace } from "./square.ts";
import type { Opening } from "./use-opening.ts";
import type { Own } from "./use-own.ts";

interface Props {
  readonly training: Training | undefined;
  readonly own: Own;
  readonly opening: Opening;
}

const classNames = ["Round", "Square"] as const;

/** The plane, to place points in and to take them away, by pointer or keyboard. */
export function PointsEditor({ training, own, opening }: Props) {
  const points = own.data["own points"]?.points ?? none;
  const [label, setLabel] = useState<0 | 1>(0);
  const set = (points: readonly OwnPoint[]) => own.set({ name: "own points", points });
  const counts = ([0, 1] as const).map((one) => points.filter((point) => point.label === one).length);
  return (
    <figure class="scene panel">
      <figcaption>
        <h2>Your points and the decision</h2>
        <p>Click to place a point, and on a point to take it away. By keyboard: arrows, Enter and Delete.</p>
      </figcaption>
      <PointsPicture training={training} points={points} label={label} onChange={set} />
      <div class="buttons under-points">
        {classNames.map((name, one) => (
          <label key={name} class="radio">
            <input
              type="radio"
              name="class"
              checked={label === one}
              onChange={() => setLabel(one === 0 ? 0 : 1)}
            />
            <span class={`key point-${one}`}>
              {name} ({counts[one]})
            </span>
          </label>
        ))}
        <button type="button" onClick={() => set([])}>
          Clear
        </button>
        <button type="button" onClick={opening.beginWithMoons}>
          Begin with moons
        </button>
      </div>
      {own.given.lack !== undefined && <p role="status">{own.given.lack}</p>}
    </figure>
  );
}

const none: readonly OwnPoint[] = [];

interface PictureProps {
  readonly training: Training | undefined;
  readonly points: readonly OwnPoint[];
  readonly label: 0 | 1;
  readonly onChange: (points: readonly OwnPoint[]) => void;
}

function PointsPicture(props: PictureProps) {
  const { training, points } = props;
  const { cross, onClick, onKeyDown } = usePen(props);
  const [isFocused, setFocused] = useState(false);
  const plane = useMemo(() => planeOf(points), [points]);
  // An answer to other data says nothing here.
  const isMine = training?.shape.own?.name === "own points";
  return (
    <div
      class="points"
      role="application"
      aria-label="Your points: arrow keys move a cross, Enter places a point, Delete takes one away"
      tabIndex={0}
      onClick={onClick}
      onKeyDown={onKeyDown}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
    >
      <Canvas
        label={`${points.length} points in the plane`}
        class="plane"
        draw={(paper) => {
          drawPlane(paper, plane, isMine ? training.look.answers : noAnswers);
          if (isFocused) drawCross(paper, cross);
        }}
      />
      <p role="status" class="unseen">
        {isFocused && `Cross at ${cross.x}, ${cross.y}; ${points.length} points`}
      </p>
    </div>
  );
}

/** Places points and takes them away, where the pointer or the cross is. */
function usePen({ points, label, onChange }: PictureProps) {
  const [cross, setCross] = useState<SquarePlace>({ x: 0, y: 0 });
  const add = (at: SquarePlace) => onChange([...points, { ...at, label }]);
  const remove = (point: OwnPoint | undefined) => onChange(points.filter((one) => one !== point));
  const onClick = (event: MouseEvent) => {
    const at = placeOf(event);
    setCross(at);
    const point = pointAt(points, at);
    if (point === undefined) add(at);
    else remove(point);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = moved(cross, event.key);
    if (to !== undefined) setCross(to);
    else if (event.key === "Enter" || event.key === " ") add(cross);
    else if (event.key === "Delete" || event.key === "Backspace") remove(pointAt(points, cross));
    else return;
    event.preventDefault();
  };
  return { cross, onClick, onKeyDown };
}

const noAnswers = new Float32Array();

function planeOf(points: readonly OwnPoint[]): Plane {
  return {
    kind: "plane",
    from: -reach,
    to: reach,
    points: Float32Array.from(points.flatMap(({ x, y }) => [x, y])),
    labels: Int32Array.from(points, ({ label }) => label),
  };
}

function placeOf({ currentTarget, clientX, clientY }: MouseEvent): SquarePlace {
  const canvas = currentTarget instanceof Element ? currentTarget.querySelector("canvas") : null;
  const { left, top, width, height } = (canvas ?? document.body).getBoundingClientRect();
  return placeAt((clientX - left) / width, (clientY - top) / height);
}

function drawCross({ context, width, height, color }: Paper, { x, y }: SquarePlace): void {
  const [across, down] = [((x / reach + 1) / 2) * width, ((1 - y / reach) / 2) * height];
  context.strokeStyle = cssColor(color("ink"));
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(across - 12, down);
  context.lineTo(across + 12, down);
  context.moveTo(across, down - 12);
  context.lineTo(across, down + 12);
  context.stroke();
}
