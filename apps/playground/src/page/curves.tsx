import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import type { Change } from "../history.ts";
import type { CurvePoint } from "../worker/messages.ts";
import { heightOf } from "./curve-points.ts";
import { numberText, percentText } from "./number-text.ts";

interface Props {
  readonly curve: readonly CurvePoint[];
  /** Another run to lay its training loss beside this one's. */
  readonly other: OtherRun | undefined;
  /** Each gets a line across the loss. */
  readonly changes: readonly Change[];
  /** Below the loss: what to compare it with. */
  readonly children: ComponentChildren;
}

export interface OtherRun {
  readonly name: string;
  readonly curve: readonly CurvePoint[];
  /** Its training ended with an error. */
  readonly hasFailed: boolean;
}

/** Loss and accuracy over the steps. */
export function Curves(props: Props) {
  return (
    <div class="curves">
      <Loss {...props} />
      <Accuracy curve={props.curve} />
    </div>
  );
}

function Loss({ curve, other, changes, children }: Props) {
  const [beside, others] = [other === undefined ? "" : `, beside ${other.name}`, other?.curve ?? []];
  const last = curve.at(-1);
  return (
    <figure class="panel">
      <figcaption>
        <h2>Loss</h2>
        <p class="legend">
          <span class="key first">training</span> <span class="key second">test</span>{" "}
          {other !== undefined && <OtherKey other={other} />}
        </p>
      </figcaption>
      <Plot
        label={`Loss over the steps, now ${last === undefined ? "" : numberText(last.loss)}${beside}`}
        lines={["class-0", "class-1", "ink"]}
        data={uPlot.join([
          [stepsOf(curve), curve.map((p) => finite(p.loss)), curve.map((p) => finite(p.testLoss))],
          [stepsOf(others), others.map((p) => finite(p.loss))],
        ])}
        range={() => [0, heightOf([...curve, ...others])]}
        tick={numberText}
        marks={changes.map(({ step }) => step)}
      />
      {children}
    </figure>
  );
}

function Accuracy({ curve }: Pick<Props, "curve">) {
  return (
    <figure class="panel">
      <figcaption>
        <h2>Accuracy</h2>
        <p class="legend">
          <span class="key accent">test</span>
        </p>
      </figcaption>
      <Plot
        label={`Accuracy over the steps, now ${percentText(curve.at(-1)?.accuracy ?? 0)}`}
        lines={["accent"]}
        data={[stepsOf(curve), curve.map((p) => finite(p.accuracy))]}
        range={() => [0, 1.02]}
        tick={percentText}
        marks={[]}
      />
    </figure>
  );
}

const stepsOf = (curve: readonly CurvePoint[]): number[] => curve.map(({ step }) => step);

function OtherKey({ other: { name, curve, hasFailed } }: { readonly other: OtherRun }) {
  const { step = 0, loss } = curve.at(-1) ?? {};
  const text = loss === undefined ? "" : numberText(loss);
  return (
    <span class="key other" data-other-step={step} data-other-loss={text}>
      {name} {hasFailed ? "failed" : text}
    </span>
  );
}

/** What is not finite leaves a gap. */
const finite = (x: number) => (Number.isFinite(x) ? x : null);

interface PlotProps {
  readonly label: string;
  /** The names of the lines' colours. */
  readonly lines: readonly string[];
  readonly data: uPlot.AlignedData;
  readonly range: () => [least: number, most: number];
  readonly tick: (value: number) => string;
  /** Steps with a line from the bottom to the top. */
  readonly marks: readonly number[];
}

function Plot({ label, lines, data, range, tick, marks }: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const latest = useRef({ range, marks });
  latest.current = { range, marks };
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return;
    const made = new uPlot(
      {
        ...optionsOf(element, { lines, range: () => latest.current.range(), tick }),
        hooks: { drawAxes: [(drawn) => drawMarks(drawn, latest.current.marks, colorIn(element, "quiet"))] },
      },
      data,
      element,
    );
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize(sizeOf(element)));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, []);
  useLayoutEffect(() => plot.current?.setData(data), [data]);
  return <div ref={place} role="img" aria-label={label} class="plot" />;
}

/** Below the curves. */
function drawMarks(plot: uPlot, marks: readonly number[], color: string): void {
  const { ctx, bbox } = plot;
  ctx.fillStyle = color;
  for (const step of marks)
    ctx.fillRect(Math.round(plot.valToPos(step, "x", true)), bbox.top, 1, bbox.height);
}

const colorIn = (element: HTMLElement, name: string) =>
  `rgb(${getComputedStyle(element).getPropertyValue(`--${name}`)})`;

const sizeOf = ({ clientWidth: width, clientHeight: height }: HTMLElement) => ({ width, height });

function optionsOf(
  element: HTMLElement,
  { lines, range, tick }: Pick<PlotProps, "lines" | "range" | "tick">,
): uPlot.Options {
  const color = (name: string) => colorIn(element, name);
  const axis: uPlot.Axis = {
    stroke: color("quiet"),
    grid: { stroke: color("line"), width: 1 },
    ticks: { show: false },
    font: "15px system-ui, sans-serif",
  };
  return {
    ...sizeOf(element),
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false }, y: { range } },
    axes: [
      { ...axis, size: 30 },
      { ...axis, size: 54, values: (_, values) => values.map(tick) },
    ],
    series: [
      {},
      ...lines.map((name) => ({
        stroke: color(name),
        width: 2,
        // The run that is not this one.
        dash: name === "ink" ? [6, 4] : [],
        points: { show: false },
        spanGaps: false,
      })),
    ],
  };
}
