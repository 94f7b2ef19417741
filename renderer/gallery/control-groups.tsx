import { useState } from 'react';
import { Button, KeyCap } from '../controls/button.tsx';
import { Chip, type ChipLook } from '../controls/chip.tsx';
import { Icon, type IconName } from '../controls/icon.tsx';
import { Tag } from '../controls/tag.tsx';
import { Tabs } from '../controls/tabs.tsx';
import { TextArea } from '../controls/text-area.tsx';
import { DigitsField, TextField } from '../controls/text-field.tsx';
import styles from './gallery.module.css';
import { Group, Specimen } from './specimen.tsx';
import { useGalleryWords } from './use-gallery-words.ts';

const iconNames = [
  ...([
    'ok',
    'warn',
    'deny',
    'scan',
    'offline',
    'online',
    'sync',
    'local',
    'key',
    'clock',
  ] as const),
  ...(['cake', 'find', 'backspace', 'gift', 'mute', 'returned', 'close'] as const),
] satisfies readonly IconName[];

const keyNames = ['F3', 'Enter', 'Esc', 'Ctrl Z', 'Alt 1', '⇧F8', 'Shift + F4'];

/** The controls that all screens are built from. */
export function ControlGroups() {
  return (
    <>
      <ButtonGroup />
      <ChipGroup />
      <Group id="icons" about="iconsNote">
        {iconNames.map((name) => (
          <Specimen key={name} id={`icon-${name}`}>
            <Icon name={name} />
            <Icon name={name} size="2.5rem" />
          </Specimen>
        ))}
      </Group>
      <FieldGroup />
      <ChoiceGroup />
    </>
  );
}

function ButtonGroup() {
  const words = useGalleryWords();
  return (
    <Group id="buttons" about="buttonsNote">
      {(['plain', 'primary'] as const).flatMap((look) =>
        (['action', 'small'] as const).map((size) => (
          <Specimen key={`${look}-${size}`} id={`button-${look}-${size}`}>
            <Button look={look} size={size}>
              {words('save')}
            </Button>
          </Specimen>
        )),
      )}
      {(['plain', 'primary'] as const).map((look) => (
        <Specimen key={look} id={`button-${look}-key`}>
          <Button look={look} keyName="Enter">
            {words('confirm')}
          </Button>
        </Specimen>
      ))}
      {(['plain', 'primary'] as const).map((look) => (
        <Specimen key={look} id={`button-${look}-disabled`}>
          <Button look={look} keyName="F8" disabled>
            {words('remove')}
          </Button>
        </Specimen>
      ))}
      <Specimen id="button-icon">
        <Button keyName="F3">
          <Icon name="find" />
          {words('sales')}
        </Button>
      </Specimen>
      <Specimen id="button-focused">
        <span className={styles['focused']}>
          <Button>{words('save')}</Button>
        </span>
      </Specimen>
      <Specimen id="key-caps" span={6}>
        {keyNames.map((name) => (
          <KeyCap key={name} name={name} />
        ))}
      </Specimen>
    </Group>
  );
}

const chips = [
  ['quiet', 'mute', 'muted'],
  ['accent', null, 'gold'],
  ['ok', 'online', 'online'],
  ['warn', 'warn', 'attention'],
  ['deny', 'deny', 'refused'],
  ['offline', 'offline', 'waiting'],
] as const satisfies readonly (readonly [ChipLook, IconName | null, string])[];

function ChipGroup() {
  const words = useGalleryWords();
  return (
    <Group id="chips" about="chipsNote">
      {chips.map(([look, icon, word]) => (
        <Specimen key={look} id={`chip-${look}`}>
          <Chip look={look} {...(icon === null ? {} : { icon })}>
            {words(word)}
          </Chip>
        </Specimen>
      ))}
      <Specimen id="chip-cut-short">
        <span className={styles['narrow']}>
          <Chip look="warn" icon="clock">
            {words('longChip')}
          </Chip>
        </span>
      </Specimen>
      <Specimen id="tag">
        <Tag words={words('tag')} />
      </Specimen>
      <Specimen id="tag-removable">
        <Tag words={words('tag')} removeLabel={words('remove')} onRemove={() => undefined} />
      </Specimen>
      <Specimen id="tag-cut-short">
        <span className={styles['narrow']}>
          <Tag words={words('longTag')} removeLabel={words('remove')} onRemove={() => undefined} />
        </span>
      </Specimen>
    </Group>
  );
}

function FieldGroup() {
  const words = useGalleryWords();
  const [text, setText] = useState('');
  const common = { label: words('field'), onText: setText };
  return (
    <Group id="fields" about="fieldsNote">
      <Specimen id="field-empty" span={4} look="column">
        <TextField {...common} placeholder={words('fieldHolder')} value={text} />
      </Specimen>
      <Specimen id="field-hint" span={4} look="column">
        <DigitsField {...common} hint={words('fieldHint')} digitsMax={10} value="0912345678" />
      </Specimen>
      <Specimen id="field-error" span={4} look="column">
        <TextField {...common} error={words('fieldError')} value="0912" />
      </Specimen>
      <Specimen id="field-long" span={6} look="column">
        <TextField {...common} value={words('fieldLong')} />
      </Specimen>
      <Specimen id="field-disabled" span={6} look="column">
        <TextField {...common} value="0912345678" disabled />
      </Specimen>
      <Specimen id="area-empty" span={4} look="column">
        <TextArea {...common} placeholder={words('fieldHolder')} value={text} />
      </Specimen>
      <Specimen id="area-hint" span={4} look="column">
        <TextArea {...common} hint={words('fieldHint')} value={words('areaText')} />
      </Specimen>
      <Specimen id="area-error" span={4} look="column">
        <TextArea {...common} error={words('fieldError')} value={words('areaText')} />
      </Specimen>
    </Group>
  );
}

function ChoiceGroup() {
  const words = useGalleryWords();
  const [tab, setTab] = useState<'overview' | 'sales'>('overview');
  const [on, setOn] = useState(true);
  return (
    <Group id="choices" about="choicesNote">
      <Specimen id="tabs" span={6} look="column">
        <Tabs
          label={words('parts')}
          current={tab}
          onChoose={setTab}
          tabs={(['overview', 'sales'] as const).map((name) => ({ name, words: words(name) }))}
        >
          <p className={styles['panel']}>{words(tab)}</p>
        </Tabs>
      </Specimen>
      <Specimen id="switch" span={6}>
        {([true, false] as const).map((value) => (
          <Button
            key={String(value)}
            look={value === on ? 'primary' : 'plain'}
            aria-pressed={value === on}
            onClick={() => setOn(value)}
          >
            {words(value ? 'on' : 'off')}
          </Button>
        ))}
      </Specimen>
    </Group>
  );
}
