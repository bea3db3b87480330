import { formulaText } from "piecewise";
import { useMemo } from "preact/hooks";
import { activationCalled, activationNames, type ActivationName } from "../activations.ts";
import { Choice } from "../page/choice.tsx";
import { numberText } from "../page/number-text.ts";
import { curveOf, from, places, tangent, to, type ActivationCurve } from "./activation-curve.ts";
import { factsOf } from "./facts.ts";

interface Props {
  readonly label: string;
  readonly name: ActivationName;
  readonly x: number;
  readonly onName: (name: ActivationName) => void;
  readonly onMove: (x: number) => void;
}

/** An activation: its curve and slope, its formula, and what is known of it. */
export function ActivationCard({ label, name, x, onName, onMove }: Props) {
  const activation = activationCalled(name);
  const curve = useMemo(() => curveOf(activation), [name]);
  const facts = useMemo(() => factsOf(activation.facts), [name]);
  return (
    <article class="card">
      <Choice label={label} value={name} among={activationNames} onChoose={onName} />
      <p class="formula">f(x) = {formulaText(activation)}</p>
      <Picture name={name} curve={curve} x={x} onMove={onMove} />
      <p class="values">
        f({x.toFixed(2)}) = {numberText(curve.value(x))}, f′({x.toFixed(2)}) = {numberText(curve.slope(x))}
      </p>
      <ul class="facts">
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
    </article>
  );
}

const [width, height] = [600, 300];
const across = (x: number) => ((x - from) / (to - from)) * width;

interface PictureProps extends Pick<Props, "x" | "onMove"> {
  readonly name: string;
  readonly curve: ActivationCurve;
}

function Picture({ name, curve, x, onMove }: PictureProps) {
  const [low, high] = curve.range;
  const down = (y: number) => height - ((y - low) / (high - low)) * height;
  const path = useMemo(() => {
    const through = (f: (x: number) => number) =>
      places().map((at, i) => `${i === 0 ? "M" : "L"}${across(at).toFixed(1)} ${down(f(at)).toFixed(1)}`);
    return { value: through(curve.value).join(""), slope: through(curve.slope).join("") };
  }, [curve]);
  const line = tangent(curve, x);
  const follow = (event: PointerEvent & { readonly currentTarget: SVGSVGElement }) => {
    if (event.buttons === 0) return;
    const { left, width: wide } = event.currentTarget.getBoundingClientRect();
    const at = from + ((event.clientX - left) / wide) * (to - from);
    onMove(Math.min(to, Math.max(from, Math.round(at * 20) / 20)));
  };
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`${name} and its slope from ${from} to ${to}; at ${x.toFixed(2)} the slope is ${numberText(curve.slope(x))}`}
      onPointerDown={follow}
      onPointerMove={follow}
    >
      <line class="axis" x1={0} x2={width} y1={down(0)} y2={down(0)} />
      <line class="axis" x1={across(0)} x2={across(0)} y1={0} y2={height} />
      <Ticks low={low} high={high} down={down} />
      <path class="slope" d={path.slope} />
      <path class="value" d={path.value} />
      <line class="tangent" x1={across(from)} y1={down(line(from))} x2={across(to)} y2={down(line(to))} />
      <circle class="slope-point" cx={across(x)} cy={down(curve.slope(x))} r={7} />
      <circle class="value-point" cx={across(x)} cy={down(curve.value(x))} r={9} />
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
