import type { CounterCallName } from './counter-calls.ts';
import type { Permission } from './staff.ts';

/**
 * What a call takes where staff is listed: `always` works while nobody is signed in, `cashier` takes anybody who
 * is, a permission takes a manager or a manager's word (`staff:allow`). Where no staff is listed all calls work.
 */
export type CallNeed = 'always' | 'cashier' | Permission;

/** Every call the screen may make: a new one does not compile until it stands here. */
export const callNeeds: Readonly<Record<CounterCallName, CallNeed>> = {
  // To see, to sign in, and what the screen does by itself. A scan is judged where it is handled: a badge
  // signs in, anything else is answered that the counter is locked.
  'counter:view': 'always',
  'staff:sign-in': 'always',
  'staff:lock': 'always',
  'scan:wedge': 'always',
  'scan:aim': 'always',
  'sync:look': 'always',
  'settings:set-language': 'always',
  // Out of training leads only to the shop's own database, which is locked then.
  'training:end': 'always',

  'sale:set-amount': 'cashier',
  'sale:toggle-voucher': 'cashier',
  'sale:drop-code': 'cashier',
  'sale:settle': 'cashier',
  'sale:set-points': 'cashier',
  'sale:use-best': 'cashier',
  'sale:back': 'cashier',
  'sale:clear': 'cashier',
  'sale:park': 'cashier',
  'sale:recall': 'cashier',
  'refund:find': 'cashier',
  'refund:open': 'cashier',
  'refund:preview': 'cashier',
  // Above the limit `refund-over-limit`: see `admitCall`.
  'refund:settle': 'cashier',
  'member:find': 'cashier',
  'member:attach': 'cashier',
  'member:enrol': 'cashier',
  'manager:members': 'cashier',
  'manager:tiers': 'cashier',
  'manager:story': 'cashier',
  'manager:sales': 'cashier',
  'remark:add': 'cashier',
  'remark:remove': 'cashier',
  'remark:tags': 'cashier',
  'line:bind': 'cashier',
  'line:close': 'cashier',
  'inbox:list': 'cashier',
  'inbox:mark': 'cashier',
  'shift:open': 'cashier',
  'shift:close': 'cashier',
  // When shifts were and whose; their figures take a manager.
  'shift:list': 'cashier',
  // To see and to stop what was allowed.
  'export:progress': 'cashier',
  'export:cancel': 'cashier',
  'sync:now': 'cashier',
  'settings:set-appearance': 'cashier',
  'settings:set-calendar': 'cashier',
  'settings:set-guide': 'cashier',
  'training:practice': 'cashier',
  'training:scan': 'cashier',
  // A scanner that does not read must not wait for a manager: to look and to try changes nothing.
  'scanner:watch': 'cashier',
  'scanner:clear': 'cashier',
  'scanner:stop-replay': 'cashier',
  'device:list-ports': 'cashier',
  'serial-detection:state': 'cashier',
  'serial-detection:next': 'cashier',
  'serial-detection:stop': 'cashier',
  'pos:look': 'cashier',
  // A manager's word for whoever is at the counter.
  'staff:allow': 'cashier',

  'member:reveal': 'reveal',
  'manager:export-figures': 'export',
  'manager:export-members': 'export',
  'shift:export': 'export',
  'scanner:save': 'export',
  'manager:figures': 'figures',
  'shift:report': 'shift-reports',
  'setup:start-local': 'settings',
  'setup:connect': 'settings',
  'settings:set-shop': 'settings',
  'settings:trust-clock': 'settings',
  'settings:set-wedge': 'settings',
  'settings:set-customer-window': 'settings',
  'settings:set-customer-language': 'settings',
  'device:add-serial': 'settings',
  'device:remove': 'settings',
  'device:rename': 'settings',
  'scanner:replay': 'settings',
  'serial-detection:start': 'settings',
  'pos:set': 'settings',
  'pos:pair': 'settings',
  'pos:revoke': 'settings',
  'training:begin': 'training',
  'staff:list': 'staff',
  'staff:put': 'staff',
  'staff:remove': 'staff',
  'staff:set-rules': 'staff',
  'staff:acts': 'staff',
};
