/**
 * The admin JSON API of HQ as its server reads it. The schemas stand in app/contract: the import
 * table lets neither hq/ nor hq/console/ look at the other, and both may look there.
 */
export * from '../app/contract/hq-admin.ts';
