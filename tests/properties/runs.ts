/**
 * How many cases each property tries and with which seed. `npm run test:properties` tries 20,000;
 * within `npm test` a short slice runs. A failed run is repeated with its printed seed:
 * `PROPERTY_SEED=… npm run test:properties`.
 */
export const propertyRuns = Number(process.env['PROPERTY_RUNS'] ?? 300);

const given = process.env['PROPERTY_SEED'];
export const propertySeed =
  given === undefined ? Math.trunc(Math.random() * 2 ** 31) : Number(given);

/** Time for one property, generous: 20,000 cases of the slowest take about a minute. */
export const propertyTimeoutMs = 20_000 + propertyRuns * 30;

/** Parameters for `fc.assert`; says the seed once per property. */
export function propertyParameters(name: string): { numRuns: number; seed: number } {
  console.info(`property "${name}": ${propertyRuns} cases, seed ${propertySeed}`);
  return { numRuns: propertyRuns, seed: propertySeed };
}
