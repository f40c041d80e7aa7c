import type { JSX } from 'preact';

interface NumberFieldProps {
  label: string;
  value: number;
  least: number;
  most: number;
  onChange(value: number): void;
}

/** A whole number, taken once it is complete: a preview of every digit on the way would be one too many. */
export function NumberField({ label, value, least, most, onChange }: NumberFieldProps): JSX.Element {
  return (
    <label class="labelled">
      {label}
      <input
        class="number"
        type="number"
        min={least}
        max={most}
        value={value}
        onChange={({ currentTarget }) => {
          const given = Math.round(currentTarget.valueAsNumber);
          if (Number.isNaN(given)) currentTarget.value = String(value);
          else onChange(Math.max(least, Math.min(most, given)));
        }}
      />
    </label>
  );
}
