interface Props<T extends string> {
  readonly label: string;
  readonly value: T | "";
  readonly among: readonly T[];
  readonly onChoose: (value: T) => void;
  /** What stands there while nothing is chosen. */
  readonly empty?: string;
  /** The label is heard and not seen. */
  readonly isLabelUnseen?: boolean;
}

/** A label and a list to choose from. */
export function Choice<T extends string>({ label, value, among, onChoose, empty, isLabelUnseen }: Props<T>) {
  return (
    <label class="field">
      <span class={isLabelUnseen === true ? "unseen" : ""}>{label}</span>
      <select
        value={value}
        onChange={({ currentTarget }) => {
          const chosen = among.find((one) => one === currentTarget.value);
          if (chosen !== undefined) onChoose(chosen);
        }}
      >
        {value === "" && <option value="">{empty}</option>}
        {among.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  );
}
