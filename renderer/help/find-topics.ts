import type { Language } from '../../app/contract/language.ts';
import { helpTopicIds, type HelpState, type HelpTopic, type HelpTopicId } from './help-topics.ts';
import { helpWords } from './help-words.ts';

/** As people type it: width, case and the marks of keys say nothing. */
export function plainText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/[{}]/g, '').trim();
}

function allText(topic: HelpTopic): string {
  const cases = topic.cases.flatMap(({ see, means, act }) => [see, means, act]);
  return plainText([topic.lead, ...topic.steps, ...cases, ...topic.notes].join('\n'));
}

/** How well a topic fits one word: its title, its further words, its text; 0 = not at all. */
function weightOf(topic: HelpTopic, word: string, more: string): number {
  if (plainText(topic.title).includes(word)) return 3;
  if (plainText(topic.find).includes(word)) return 2;
  return allText(topic).includes(word) || more.includes(word) ? 1 : 0;
}

/**
 * The topics in which every word of `find` occurs, best first; all topics when it is empty. Words are
 * parts of words, as Chinese, Japanese and Thai have no blanks. `more` is what a topic lists beside its text.
 */
export function findTopics(
  language: Language,
  find: string,
  more: Partial<Record<HelpTopicId, string>> = {},
): readonly HelpTopicId[] {
  const words = plainText(find).split(/\s+/).filter(Boolean);
  if (words.length === 0) return helpTopicIds;
  return helpTopicIds
    .map((id) => {
      const topic = helpWords[language][id];
      const listed = plainText(more[id] ?? '');
      const weights = words.map((word) => weightOf(topic, word, listed));
      const weight = weights.includes(0) ? 0 : weights.reduce((sum, each) => sum + each, 0);
      return { id, weight };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ id }) => id);
}

/** The help one topic up (−1) or down (1) in what is listed. */
export function moveTopic(help: HelpState, by: -1 | 1, listed: readonly HelpTopicId[]): HelpState {
  const at = listed.indexOf(help.topic);
  const next = listed[Math.min(listed.length - 1, Math.max(0, at + by))];
  return next === undefined ? help : { ...help, topic: next };
}

/** The help with other words to find: it shows the best topic, the same one while that still fits. */
export function typeFind(help: HelpState, find: string, listed: readonly HelpTopicId[]): HelpState {
  const [best] = listed;
  return { find, topic: best === undefined || plainText(find) === '' ? help.topic : best };
}
