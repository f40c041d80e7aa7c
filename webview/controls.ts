/**
 * VS Code's controls as components. The only file that knows the toolkit: its elements are registered here, and what
 * they need beyond plain attributes is done here.
 */
import {
  type Dropdown as DropdownElement,
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { type ComponentChildren, h, type JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { visibleText } from '../src/samples/visibleText.ts';

provideVSCodeDesignSystem().register(
  vsCodeButton(),
  vsCodeCheckbox(),
  vsCodeDropdown(),
  vsCodeOption(),
  vsCodeTextField(),
);

interface ButtonProps {
  onClick(): void;
  appearance?: 'primary' | 'secondary' | 'icon';
  disabled?: boolean;
  /** Where the text alone does not say it. */
  label?: string;
  children: ComponentChildren;
}

export function Button({
  onClick,
  appearance = 'secondary',
  disabled = false,
  label,
  children,
}: ButtonProps): JSX.Element {
  return h('vscode-button', { appearance, disabled, 'aria-label': label, onClick }, children);
}

interface CheckboxProps {
  checked: boolean;
  onChange(checked: boolean): void;
  children: ComponentChildren;
}

export function Checkbox({ checked, onChange, children }: CheckboxProps): JSX.Element {
  const changed = ({ currentTarget }: Event): void => {
    const now = (currentTarget as HTMLInputElement).checked;
    // The element also tells of changes that were made to it from here.
    if (now !== checked) onChange(now);
  };
  return h('vscode-checkbox', { checked, onChange: changed }, children);
}

interface DropdownProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; text: string }[];
  onChange(value: Value): void;
}

export function Dropdown<Value extends string>({ label, value, options, onChange }: DropdownProps<Value>): JSX.Element {
  const element = useRef<DropdownElement>(null);
  // A value counts only once the element has its options, which it reads after they were put in.
  useLayoutEffect(() => {
    queueMicrotask(() => {
      if (element.current && element.current.value !== value) element.current.value = value;
    });
  });
  const changed = ({ currentTarget }: Event): void => {
    const chosen = (currentTarget as DropdownElement).value as Value;
    if (chosen !== value) onChange(chosen);
  };
  return h(
    'vscode-dropdown',
    { ref: element, 'aria-label': label, onChange: changed },
    options.map((option) =>
      h(
        'vscode-option',
        { key: option.value, value: option.value, selected: option.value === value },
        visibleText(option.text),
      ),
    ),
  );
}

interface TextFieldProps {
  label: string;
  value: string;
  placeholder?: string;
  onInput(value: string): void;
}

export function TextField({ label, value, placeholder, onInput }: TextFieldProps): JSX.Element {
  const element = useRef<HTMLElement>(null);
  // The element calls itself "Text field" when it is put into the page, whatever its label was.
  useLayoutEffect(() => element.current?.setAttribute('aria-label', label), [label]);
  const changed = ({ currentTarget }: Event): void => onInput((currentTarget as HTMLInputElement).value);
  return h('vscode-text-field', { ref: element, value, placeholder, onInput: changed });
}
