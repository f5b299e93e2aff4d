import { inspect } from 'node:util';

/** Something that the package promises does not hold. */
export class Breach extends Error {
  constructor(
    /** Caller and transaction: `caller 3, transaction 17`; the same numbers with the same seed have the same plan. */
    readonly where: string,
    readonly what: string,
    ...details: unknown[]
  ) {
    const text = details.map((each) => (typeof each === 'string' ? each : inspect(each, { depth: 6 })));
    super([`${where}: ${what}`, ...text].join('\n  '));
    this.name = 'Breach';
  }
}
