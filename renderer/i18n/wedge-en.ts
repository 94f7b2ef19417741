import type { Texts } from './texts.ts';

/** The keyboard scanner in English. */
export const wedgeEn: Texts['wedge'] = {
  title: 'Keyboard scanner',
  altNumpad:
    'The scanner types by Alt and number keys, which cannot be read: turn its ALT mode off and scan again.',
  layout: 'Keyboard country of the scanner',
  layoutHint: 'As set in the scanner, not in the PC',
  layouts: {
    us: 'United States (as delivered)',
    uk: 'United Kingdom',
    de: 'Germany',
    fr: 'France (AZERTY)',
    jp: 'Japan (JIS)',
  },
  layoutNames: { us: 'US', uk: 'UK', de: 'German', fr: 'French', jp: 'Japanese' },
  now: '{{layout}} keyboard · before: {{prefix}} · after: {{suffix}}',
  none: 'nothing',
  idle: 'nothing (a pause ends it)',
  learn: 'Find the settings from one scan',
  reset: 'Back to default',
  waiting: 'Scan one of these codes (Esc cancels)',
  waitingHint: 'Laser scanners cannot read a screen: scan the printed set-up sheet instead.',
  codesLabel: 'Test code, as Code 128 and as QR',
  result: {
    learned:
      'Saved: {{layout}} keyboard, “{{prefix}}” before, “{{suffix}}” after, {{gap}} ms between keys at most.',
    nothing:
      'The code did not come whole. Check that the scanner is in keyboard mode and scan again.',
    ime: 'The input method caught the scan. Switch it to English and scan again.',
    'alt-numpad':
      'The scanner types by Alt and number keys, which cannot be read. Turn its ALT mode off and scan again.',
    'case-swapped':
      'Capital and small letters are swapped. Turn off the scanner’s case or Caps Lock setting and scan again.',
    'too-slow':
      'It paused {{gap}} ms between keys, as slow as a person. Set its inter-character delay to 0 and scan again.',
    'affix-too-long':
      'The scanner sends too much around the code. Clear its prefix and suffix and scan again.',
    unknown:
      '“{{text}}” came, which is not this code. Check that you scanned this one, or use HID POS or serial mode.',
  },
};
