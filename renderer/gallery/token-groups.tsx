import { useState } from 'react';
import type { Tone } from '../../app/contract/counter-view.ts';
import { Button } from '../controls/button.tsx';
import { beepsOfTone, createTonePlayer } from '../sound.ts';
import { contrastRatio, readColor } from './contrast.ts';
import styles from './gallery.module.css';
import { scriptLines } from './gallery-words.ts';
import { Group, Specimen } from './specimen.tsx';
import { colorPairs, sizeTokens, typeTokens, type ColorPair } from './tokens.ts';
import { useGalleryWords } from './use-gallery-words.ts';

const tones = ['ok', 'warn', 'deny'] as const satisfies readonly Tone[];

function tokenValue(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Colours, letters, sizes, motion and sound: what everything else is made of. */
export function TokenGroups() {
  const words = useGalleryWords();
  return (
    <>
      <Group id="colors" about="colorsNote">
        {colorPairs.map((pair) => (
          <ColorSpecimen key={`${pair.ink}-${pair.ground}`} pair={pair} />
        ))}
      </Group>
      <Group id="type" about="typeNote">
        {typeTokens.map((token) => (
          <Specimen key={token} id={token} span={12}>
            <span style={{ fontSize: `var(--${token})` }}>{words('sample')}</span>
          </Specimen>
        ))}
      </Group>
      <Group id="script" about="scriptNote">
        {scriptLines.map(({ id, lang, text }) => (
          <Specimen key={id} id={`script-${id}`} span={12} look="column">
            <span lang={lang} className={styles['script']}>
              {text}
            </span>
            <strong lang={lang} className={styles['script']}>
              {text}
            </strong>
          </Specimen>
        ))}
      </Group>
      <Group id="space" about="spaceNote">
        {sizeTokens.map((token) => (
          <Specimen key={token} id={token}>
            <span className={styles['size']} data-token={token} style={sizeStyle(token)} />
            <span>{tokenValue(token)}</span>
          </Specimen>
        ))}
      </Group>
      <MotionGroup />
    </>
  );
}

function sizeStyle(token: (typeof sizeTokens)[number]) {
  return token.startsWith('radius')
    ? { width: '4rem', height: '4rem', borderRadius: `var(--${token})` }
    : { width: `var(--${token})`, height: `var(--${token})` };
}

function ColorSpecimen({ pair }: { readonly pair: ColorPair }) {
  const { ink, ground, ratioMin } = pair;
  const [inkColor, groundColor] = [readColor(tokenValue(ink)), readColor(tokenValue(ground))];
  const ratio = inkColor && groundColor ? contrastRatio(inkColor, groundColor) : 0;
  return (
    <Specimen id={`${ink}-on-${ground}`}>
      <span
        className={styles['color']}
        style={{ color: `var(--${ink})`, background: `var(--${ground})` }}
        data-ratio={ratio.toFixed(2)}
        data-ratio-min={ratioMin}
      >
        <strong>{ratio.toFixed(1)}</strong>
        {/* Lines need 3:1 only, which words have to be large and bold for. */}
        <strong>≥ {ratioMin}</strong>
      </span>
    </Specimen>
  );
}

function MotionGroup() {
  const words = useGalleryWords();
  const [playTone] = useState(createTonePlayer);
  return (
    <Group id="motion" about="motionNote">
      {tones.map((tone) => (
        <Specimen key={tone} id={`tone-${tone}`} span={4} look="column">
          <svg viewBox="0 0 440 60" className={styles['beeps']} aria-hidden="true">
            <path d="M0 50H440" stroke="var(--line)" />
            {beepsOfTone[tone].map(({ hertz, startMs, lengthMs }) => (
              <rect
                key={startMs}
                x={startMs}
                width={lengthMs}
                y={50 - hertz / 20}
                height={hertz / 20}
                rx="3"
                fill="var(--accent)"
              />
            ))}
          </svg>
          <div className={styles['beepFacts']}>
            <span>
              {beepsOfTone[tone]
                .map(({ hertz, lengthMs }) => `${hertz} Hz ${lengthMs} ms`)
                .join(' · ')}
            </span>
            <Button size="small" onClick={() => playTone(tone)}>
              {words('play')}
            </Button>
          </div>
        </Specimen>
      ))}
      <Specimen id="calm-after-good-news" span={12} look="column">
        <span className={styles['calm']} />
      </Specimen>
    </Group>
  );
}
