import type { Tone } from '../app/contract/counter-view.ts';

/** One beep: pitch, when it starts and how long it lasts. */
export type Beep = { readonly hertz: number; readonly startMs: number; readonly lengthMs: number };

/** ok is one high beep, warn two middle ones, deny two low long ones: told apart by ear alone. */
export const beepsOfTone: Readonly<Record<Tone, readonly Beep[]>> = {
  ok: [{ hertz: 880, startMs: 0, lengthMs: 70 }],
  warn: [
    { hertz: 660, startMs: 0, lengthMs: 90 },
    { hertz: 660, startMs: 150, lengthMs: 90 },
  ],
  deny: [
    { hertz: 220, startMs: 0, lengthMs: 180 },
    { hertz: 220, startMs: 250, lengthMs: 180 },
  ],
};

const loudness = 0.2;

/**
 * Makes the player of tones. A PC without sound, a refused audio device or a context that broke
 * is silent: sound never stops the counter.
 */
export function createTonePlayer(): (tone: Tone) => void {
  let context: AudioContext | null = null;
  return (tone) => {
    try {
      context ??= new AudioContext();
      if (context.state === 'suspended') context.resume().catch(() => undefined);
      for (const beep of beepsOfTone[tone]) playBeep(context, beep);
    } catch {
      context = null;
    }
  };
}

function playBeep(context: AudioContext, beep: Beep): void {
  const start = context.currentTime + beep.startMs / 1000;
  const end = start + beep.lengthMs / 1000;
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = beep.hertz;
  // Short ramps: a hard edge clicks.
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(loudness, start + 0.005);
  gain.gain.setValueAtTime(loudness, end - 0.01);
  gain.gain.linearRampToValueAtTime(0, end);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(end);
}
