import { useCallback, useState } from 'react';
import {
  linePreviewAnswerSchema,
  lineSampleKindSchema,
  lineSampleSizeSchema,
} from '../../../app/contract/hq-admin-line-preview.ts';
import type {
  LinePreviewAnswer,
  LinePreviewQuery,
  LineSampleKind,
} from '../../../app/contract/hq-admin-line-preview.ts';
import { languageSchema } from '../../../app/contract/language.ts';
import type { HqAnswer } from '../api/hq-client.ts';
import { usePoll } from '../api/use-poll.ts';
import { Chip } from '../controls/chip.tsx';
import { Panel, StateText } from '../controls/panel.tsx';
import { Segments } from '../controls/segments.tsx';
import { useHq } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatWhole } from '../i18n/time-words.ts';
import { LineBubble } from './line-flex.tsx';
import css from './line-preview.module.css';

/** The samples do not change; this only tries again where HQ did not answer. */
const everyMs = 60_000;

const htmlLang = { 'zh-TW': 'zh-Hant-TW', en: 'en', ja: 'ja', th: 'th' } as const;

type Shown = { readonly asked: LinePreviewQuery; readonly answer: LinePreviewAnswer };

/** Every kind of LINE message as a member sees it, in each language. */
export function LinePreviewScreen() {
  const { t } = useLanguage();
  const { client } = useHq();
  const words = t.linePreview;
  const [asked, setAsked] = useState<LinePreviewQuery>({
    kind: 'sale',
    language: 'zh-TW',
    size: 'short',
  });
  const load = useCallback(
    async (signal: AbortSignal): Promise<HqAnswer<Shown>> => {
      const answer = await client.get('/line/preview', linePreviewAnswerSchema, asked, signal);
      return answer.kind === 'ok' ? { kind: 'ok', value: { asked, answer: answer.value } } : answer;
    },
    [client, asked],
  );
  const { data, isFailing } = usePoll(load, everyMs);
  return (
    <Panel title={words.title} tools={<a href="#line">{words.back}</a>}>
      <p className={css['note']}>{words.note}</p>
      <div className={css['choices']}>
        <Segments
          label={words.language}
          value={asked.language}
          options={languageSchema.options.map((value) => ({
            value,
            text: words.languages[value],
          }))}
          onValue={(language) => setAsked({ ...asked, language })}
        />
        <Segments
          label={words.size}
          value={asked.size}
          options={lineSampleSizeSchema.options.map((value) => ({
            value,
            text: words.sizes[value],
          }))}
          onValue={(size) => setAsked({ ...asked, size })}
        />
      </div>
      <div className={css['body']}>
        <KindList value={asked.kind} onValue={(kind) => setAsked({ ...asked, kind })} />
        {data === null ? (
          <StateText>{isFailing ? t.connection.lost : t.common.loading}</StateText>
        ) : (
          <>
            <Phone {...data} />
            <Facts {...data} />
          </>
        )}
      </div>
    </Panel>
  );
}

function KindList(props: {
  readonly value: LineSampleKind;
  readonly onValue: (kind: LineSampleKind) => void;
}) {
  const { t } = useLanguage();
  return (
    <ul className={css['kinds']} aria-label={t.linePreview.kind}>
      {lineSampleKindSchema.options.map((kind) => (
        <li key={kind}>
          <button
            type="button"
            className={css['kind']}
            aria-pressed={kind === props.value}
            onClick={() => props.onValue(kind)}
          >
            {t.linePreview.kinds[kind]}
          </button>
        </li>
      ))}
    </ul>
  );
}

function Phone({ asked, answer }: Shown) {
  const { t } = useLanguage();
  const lang = htmlLang[asked.language];
  const initial = [...answer.brandName][0] ?? '';
  const avatar = (
    <span className={css['avatar']} aria-hidden="true">
      {initial}
    </span>
  );
  return (
    <div className={css['phone']}>
      <div className={css['screen']}>
        <p className={css['part']}>{t.linePreview.chatList}</p>
        {answer.messages.map(({ altText }, i) => (
          <div key={i} className={css['listed']}>
            {avatar}
            <div className={css['listedWords']}>
              <strong>{answer.brandName}</strong>
              <p lang={lang}>{altText}</p>
            </div>
          </div>
        ))}
        <p className={css['part']}>{t.linePreview.chat}</p>
        <div className={css['chat']}>
          {answer.messages.map(({ contents }, i) => (
            <div key={i} className={css['said']}>
              {avatar}
              <LineBubble bubble={contents} lang={lang} />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

/** Kilobytes with one digit after the point. */
function kilobytes(bytes: number): string {
  return (bytes / 1024).toFixed(1);
}

function Facts({ asked, answer }: Shown) {
  const { t } = useLanguage();
  const words = t.linePreview;
  return (
    <dl className={css['facts']}>
      <dt>{words.nature}</dt>
      <dd>
        <Chip tone={answer.news ? 'warn' : 'ok'}>{answer.news ? words.news : words.account}</Chip>
      </dd>
      {answer.messages.map(({ altText, bytes, bytesMax }, i) => (
        <div key={i} className={css['fact']}>
          <dt>{words.altText}</dt>
          <dd>
            <span lang={htmlLang[asked.language]}>{altText}</span>
            <span className={css['quiet']}>{words.altTextChars(formatWhole(altText.length))}</span>
          </dd>
          <dt>{words.bytes}</dt>
          <dd>
            <span>{words.bytesOf(kilobytes(bytes), formatWhole(bytesMax / 1024))}</span>
            <meter
              className={css['meter']}
              value={bytes / bytesMax}
              high={0.9}
              optimum={0}
              aria-label={words.bytes}
            />
          </dd>
        </div>
      ))}
      {(asked.language === 'ja' || asked.language === 'th') && (
        <p className={css['quiet']}>{words.programWords}</p>
      )}
    </dl>
  );
}
