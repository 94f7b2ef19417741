/**
 * What Node is told when it runs HQ. A push of 200 events makes some 10 MB that is garbage when it is answered; with
 * Node's own 16 MB of new space much of it is copied on as if it would stay (collecting took 13 % of HQ's busy time,
 * with 64 MB 10 %).
 */
export const hqNodeOptions: readonly string[] = ['--max-semi-space-size=64'];
