import { expect, it } from 'vitest';
import { memberApiRoot as contractRoot } from '../../../app/contract/member-pages.ts';
import { memberApiRoot } from './member-api-root.ts';

it('is the root of the contract', () => {
  expect(memberApiRoot).toBe(contractRoot);
});
