import type { Language } from '../../app/contract/language.ts';
import type { Command } from '../input/commands.ts';
import type { UiAction, UiState } from '../ui-state.ts';
import { findTopics, moveTopic } from './find-topics.ts';

type HelpParts = {
  readonly ui: UiState;
  readonly dispatch: (action: UiAction) => void;
  readonly language: Language;
  /** The topic that is open has the focus: arrows scroll it. */
  readonly isReading: boolean;
};

/**
 * What a command means while the help is open: true = done, false = the key keeps its own meaning (arrows
 * scroll), null = as if it were closed. Nothing may be typed or settled on the sale that it covers.
 */
export function helpTakes(command: Command, parts: HelpParts): boolean | null {
  const { ui, dispatch, language, isReading } = parts;
  if (ui.help === null) return null;
  switch (command.kind) {
    case 'digit':
    case 'backspace':
    case 'clear':
    case 'step':
      return true;
    case 'confirm':
      dispatch({ kind: 'show-help', help: null });
      return true;
    case 'move':
      if (isReading) return false;
      dispatch({
        kind: 'show-help',
        help: moveTopic(ui.help, command.by, findTopics(language, ui.help.find)),
      });
      return true;
    case 'best':
    case 'points':
    case 'type-points':
    case 'next-voucher':
    case 'nth-voucher':
      // What it does must be seen.
      dispatch({ kind: 'show-help', help: null });
      return null;
    default:
      return null;
  }
}
