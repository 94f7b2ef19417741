import { expect, test } from 'vitest';
import { classifyDbError } from './db-errors.ts';

const withCode = (code: unknown): Error => Object.assign(new Error('x'), { code });

test('an error of the database is told by its SQLSTATE, one of the line by Node’s code', () => {
  const codes = {
    conflict: ['23505', '40001', '40P01'],
    deterministic: ['22021', '23514', 'P0001'],
    misconfigured: ['42501', '42P01', '42703', '42803', '28P01', '28000', '3D000', '3F000'],
    transient: ['53300', '57P01', '57014', '08006', '55P03', 'ECONNREFUSED', 'EPIPE', 'EAI_AGAIN'],
    'not-a-db-error': ['FST_ERR_RESPONSE_SERIALIZATION', 'ERR_INVALID_ARG_TYPE', 7, undefined],
  };
  for (const [kind, all] of Object.entries(codes))
    expect(all.map((code) => [code, classifyDbError(withCode(code))])).toEqual(
      all.map((code) => [code, kind]),
    );
  expect([
    classifyDbError(new Error('Connection terminated unexpectedly')),
    classifyDbError('text'),
  ]).toEqual(['transient', 'not-a-db-error']);
});
