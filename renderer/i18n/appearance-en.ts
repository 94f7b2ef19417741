/** How the screen looks and sounds. */
export const appearanceEn = {
  themeTitle: 'Colours',
  theme: { system: 'As this PC', light: 'Light', dark: 'Dark' },
  themeHint: 'Dark suits a dim shop. Barcodes always stay black on white.',
  targetsTitle: 'Size of keys',
  targets: { normal: 'Normal', large: 'Large' },
  targetsHint: 'Large: easier to press on a touch screen; text grows with it.',
  soundTitle: 'Sound',
  sound: { on: 'On', off: 'Off' },
  soundHint:
    'When off, every result still has a colour, a sign and words; the top of the screen says “Muted”.',
  soundTry: 'Listen',
  tones: { ok: 'Accepted', warn: 'Attention', deny: 'Refused' },
  muted: 'Muted',
} as const;
