import type { FocusKind } from './key-intake.ts';
import { withoutLast } from './without-last.ts';

/** Marks a read-only field that takes digits from the keypad and from digit keys. */
export const digitsFieldAttribute = 'data-digits';

/** Marks the box that takes every key itself while a scanner is learned. */
export const keyTapAttribute = 'data-key-tap';

const typedInputTypes = new Set(['text', 'search', 'tel', 'url', 'email', 'password', 'number']);

type TextInput = HTMLInputElement | HTMLTextAreaElement;

function isTextInput(element: Element | null): element is TextInput {
  if (element instanceof HTMLTextAreaElement) return true;
  return element instanceof HTMLInputElement && typedInputTypes.has(element.type);
}

function isDigitsField(element: Element | null): boolean {
  return element?.hasAttribute(digitsFieldAttribute) ?? false;
}

/** Where keys go now. */
export function focusKind(element: Element | null): FocusKind {
  if (element?.hasAttribute(keyTapAttribute)) return 'tap';
  if (isTextInput(element)) {
    if (isDigitsField(element)) return 'digits';
    if (!element.readOnly) return 'text';
  }
  const pressable = element?.matches('button, a[href], select, input, summary, [role="button"]');
  return pressable ? 'pressable' : 'sink';
}

/**
 * Sets a field's value so that React hears of it: its own setter on the element would hide the
 * change from it.
 */
function setFieldValue(field: TextInput, value: string): void {
  const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  const native = Object.getOwnPropertyDescriptor(kind.prototype, 'value');
  native?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Writes at the cursor of a text field, at the end of a digits field; nowhere else. */
export function insertText(element: Element | null, text: string): void {
  if (!isTextInput(element)) return;
  const before = element.value;
  const whole = isDigitsField(element);
  const start = whole ? before.length : (element.selectionStart ?? before.length);
  const end = whole ? before.length : (element.selectionEnd ?? before.length);
  setFieldValue(element, before.slice(0, start) + text + before.slice(end));
  if (!whole) element.setSelectionRange(start + text.length, start + text.length);
}

/** Takes away what is marked, or the character before the cursor; in a digits field the last one. */
export function removeLast(element: Element | null): void {
  if (!isTextInput(element)) return;
  const { value } = element;
  const whole = isDigitsField(element);
  const start = whole ? value.length : (element.selectionStart ?? value.length);
  const end = whole ? value.length : (element.selectionEnd ?? value.length);
  const { text, at } = withoutLast(value, start, end);
  setFieldValue(element, text);
  if (!whole) element.setSelectionRange(at, at);
}

/** Empties a text or digits field. */
export function clearField(element: Element | null): void {
  if (isTextInput(element)) setFieldValue(element, '');
}

/**
 * Remembers a field's text and cursor; the answer puts both back. Nothing for other elements. The field itself is
 * held weakly: the answer is kept until the next key, and would keep the whole page of a field that was left.
 */
export function captureField(element: Element | null): (() => void) | null {
  if (!isTextInput(element)) return null;
  const { value, selectionStart, selectionEnd } = element;
  const field = new WeakRef(element);
  return () => restoreField(field.deref(), { value, selectionStart, selectionEnd });
}

function restoreField(
  element: TextInput | undefined,
  before: Pick<TextInput, 'value' | 'selectionStart' | 'selectionEnd'>,
): void {
  const { value, selectionStart, selectionEnd } = before;
  if (element === undefined || element.value === value) return;
  setFieldValue(element, value);
  // Elsewhere it would fetch the focus back into a field that was left.
  const hasFocus = document.activeElement === element;
  if (hasFocus && selectionStart !== null) {
    element.setSelectionRange(selectionStart, selectionEnd);
  }
}
