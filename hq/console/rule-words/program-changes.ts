import type { LocalizedText } from '../../../app/domain/program-text.ts';
import type { Program } from '../../../app/domain/program.ts';
import { programSections, sectionKeys } from './program-sections.ts';
import type { RuleItem, SectionKey } from './program-sections.ts';

/** One rule that is new, gone or different. `wordsSame`: it differs in something words do not tell. */
export type RuleChange = {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly section: SectionKey;
  readonly id: string;
  readonly name: LocalizedText | null;
  readonly before: readonly LocalizedText[];
  readonly after: readonly LocalizedText[];
  readonly wordsSame: boolean;
};

/** What is different in another version, in the order of its parts: changed and new, then gone. */
export function programChanges(before: Program, after: Program): RuleChange[] {
  const [old, young] = [programSections(before), programSections(after)];
  return sectionKeys.flatMap((section) => {
    const oldItems = old.find(({ key }) => key === section)?.items ?? [];
    const youngItems = young.find(({ key }) => key === section)?.items ?? [];
    return [
      ...youngItems.flatMap((item) => changeOf(section, find(oldItems, item.id), item)),
      ...oldItems
        .filter((item) => find(youngItems, item.id) === null)
        .flatMap((item) => changeOf(section, item, null)),
    ];
  });
}

function find(items: readonly RuleItem[], id: string): RuleItem | null {
  return items.find((item) => item.id === id) ?? null;
}

function changeOf(
  section: SectionKey,
  before: RuleItem | null,
  after: RuleItem | null,
): RuleChange[] {
  const [one, other] = [JSON.stringify(before?.source), JSON.stringify(after?.source)];
  if (before !== null && after !== null && one === other) return [];
  const [oldWords, newWords] = [before?.words ?? [], after?.words ?? []];
  return [
    {
      kind: before === null ? 'added' : after === null ? 'removed' : 'changed',
      section,
      id: (after ?? before)?.id ?? '',
      name: (after ?? before)?.name ?? null,
      before: oldWords,
      after: newWords,
      wordsSame: JSON.stringify(oldWords) === JSON.stringify(newWords),
    },
  ];
}
