import type { Confusion } from "../worker/messages.ts";

interface Props {
  readonly scene: Confusion;
  /** How often each class was taken for each. */
  readonly counts: Float32Array | undefined;
}

/** More classes need the whole width. */
const mostNarrow = 8;

/** What the rows are that the network has not seen, and what it takes them for. */
export function ConfusionMatrix({ scene: { names }, counts = new Float32Array() }: Props) {
  return (
    <figure class={`scene panel confusion ${names.length > mostNarrow ? "many" : ""}`}>
      <figcaption>
        <h2>Rows it has not seen</h2>
        <p>
          A line for what they are, a column for what the network says: right answers are on the diagonal.
        </p>
      </figcaption>
      <div class="sideways" tabIndex={0} role="group" aria-label="Confusion matrix">
        <table>
          <thead>
            <tr>
              <td />
              {names.map((name) => (
                <th key={name} scope="col">
                  <span>{name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((name, row) => (
              <Line
                key={name}
                name={name}
                counts={counts.subarray(row * names.length, (row + 1) * names.length)}
                row={row}
              />
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

interface LineProps {
  readonly name: string;
  readonly counts: Float32Array;
  readonly row: number;
}

function Line({ name, counts, row }: LineProps) {
  const all = Math.max(
    1,
    counts.reduce((sum, count) => sum + count, 0),
  );
  return (
    <tr>
      <th scope="row">{name}</th>
      {Array.from(counts, (count, column) => (
        <td
          key={column}
          class={count === 0 ? "none" : column === row ? "right" : "wrong"}
          style={{ "--share": count / all }}
        >
          {count}
        </td>
      ))}
    </tr>
  );
}
