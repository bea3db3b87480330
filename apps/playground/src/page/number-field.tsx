import { limits, within } from "../settings.ts";

interface Props {
  readonly label: string;
  readonly name: keyof typeof limits;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly isLabelUnseen?: boolean;
}

/** A label and a number. What the setting cannot be is marked, and changes nothing. */
export function NumberField({ label, name, value, onChange, isLabelUnseen }: Props) {
  const { least, most } = limits[name];
  const kind = name === "learningRate" ? "number" : "whole number";
  return (
    <label class="field">
      <span class={isLabelUnseen === true ? "unseen" : ""}>{label}</span>
      <input
        type="number"
        min={least}
        max={most}
        step={name === "learningRate" ? "any" : 1}
        value={value}
        onChange={({ currentTarget }) => {
          const given = within(name, currentTarget.valueAsNumber);
          currentTarget.setCustomValidity(
            given === undefined ? `Give a ${kind} from ${least} to ${most}.` : "",
          );
          currentTarget.reportValidity();
          if (given !== undefined) onChange(given);
        }}
      />
    </label>
  );
}
