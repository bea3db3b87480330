import { useEffect, useMemo, useState } from "preact/hooks";
import { activationNames, type ActivationName } from "../activation-names.ts";
import { Choice } from "../page/choice.tsx";
import { numberText } from "../page/number-text.ts";
import type { Ask } from "../page/use-training.ts";
import { from, indexOf, places, step, to, type ActivationCurve } from "./places.ts";

interface Props {
  readonly label: string;
  readonly name: ActivationName;
  readonly x: number;
  readonly onName: (name: ActivationName) => void;
  readonly onMove: (x: number) => void;
  readonly ask: Ask;
}

/** An activation: its curve and slope, its formula, and what is known of it. */
export function ActivationCard({ label, name, x, onName, onMove, ask }: Props) {
  const curve = useCurve(name, ask);
  return (
    <article class="card">
      <Choice label={label} value={name} among={activationNames} onChoose={onName} />
      {curve !== undefined && <Known name={name} curve={curve} x={x} onMove={onMove} />}
    </article>
  );
}

/** The worker knows the functions. */
function useCurve(name: ActivationName, ask: Ask): ActivationCurve | undefined {
  const [curve, setCurve] = useState<ActivationCurve>();
  useEffect(() => {
    let isWanted = true;
    ask("activation", name).then(
      (answer) => isWanted && setCurve(answer),
      () => {},
    );
    return () => void (isWanted = false);
  }, [name, ask]);
  return curve;
}

interface KnownProps extends Pick<Props, "name" | "x" | "onMove"> {
  readonly curve: ActivationCurve;
}

function Known({ name, curve, x, onMove }: KnownProps) {
  const { values, slopes, formula, facts } = curve;
  const at = indexOf(x);
  return (
    <>
      <p class="formula">f(x) = {formula}</p>
      <Picture name={name} curve={curve} x={x} onMove={onMove} />
      <p class="values">
        f({x.toFixed(2)}) = {numberText(values[at])}, f′({x.toFixed(2)}) = {numberText(slopes[at])}
      </p>
      <ul class="facts">
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
    </>
  );
}

const [width, height] = [600, 300];
const across = (x: number) => ((x - from) / (to - from)) * width;

function Picture({ name, curve, x, onMove }: KnownProps) {
  const [low, high] = curve.range;
  const down = (y: number) => height - ((y - low) / (high - low)) * height;
  const path = useMemo(() => {
    const through = (numbers: Float64Array) =>
      places
        .map((at, i) => `${i === 0 ? "M" : "L"}${across(at).toFixed(1)} ${down(numbers[i]).toFixed(1)}`)
        .join("");
    return { value: through(curve.values), slope: through(curve.slopes) };
  }, [curve]);
  const [value, slope] = [curve.values[indexOf(x)], curve.slopes[indexOf(x)]];
  const tangent = (at: number) => value + slope * (at - x);
  const follow = (event: PointerEvent & { readonly currentTarget: SVGSVGElement }) => {
    if (event.buttons === 0) return;
    const { left, width: wide } = event.currentTarget.getBoundingClientRect();
    const at = from + ((event.clientX - left) / wide) * (to - from);
    onMove(Math.min(to, Math.max(from, Math.round(at / step) * step)));
  };
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`${name} and its slope from ${from} to ${to}; at ${x.toFixed(2)} the slope is ${numberText(slope)}`}
      onPointerDown={follow}
      onPointerMove={follow}
    >
      <line class="axis" x1={0} x2={width} y1={down(0)} y2={down(0)} />
      <line class="axis" x1={across(0)} x2={across(0)} y1={0} y2={height} />
      <Ticks low={low} high={high} down={down} />
      <path class="slope" d={path.slope} />
      <path class="value" d={path.value} />
      <line class="tangent" x1={across(from)} y1={down(tangent(from))} x2={width} y2={down(tangent(to))} />
      <circle class="slope-point" cx={across(x)} cy={down(slope)} r={7} />
      <circle class="value-point" cx={across(x)} cy={down(value)} r={9} />
    </svg>
  );
}

function Ticks({ low, high, down }: { low: number; high: number; down: (y: number) => number }) {
  const heights = [-2, -1, 1, 2, 3, 4].filter((y) => y > low && y < high);
  return (
    <g class="ticks">
      {[-4, -2, 2, 4, 6, 8].map((x) => (
        <text key={x} x={across(x)} y={down(0) + 18} text-anchor="middle">
          {x}
        </text>
      ))}
      {heights.map((y) => (
        <text key={y} x={across(0) - 8} y={down(y) + 5} text-anchor="end">
          {y}
        </text>
      ))}
    </g>
  );
}
