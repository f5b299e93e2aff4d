import { describe, expect, test } from 'vitest';
import { runProgram } from '../support/run-program.js';
import { capabilities } from '../support/server.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;

/** Six seconds of four callers; faults where the server has fail points. */
const clean = { seed: 7, minutes: 0.1, callers: 4, hasFaults: capabilities.failPoints ?? false };

/** Ends with the first breach: the time is what a slow machine may take until then. */
const broken = { ...clean, minutes: 1.5 };

const run = (options: object) => runProgram('test/soak/main.ts', [JSON.stringify(options)]).ended;

withTransactions('The soak (needs transactions)', () => {
  test('finds nothing, and prints what it has done', async () => {
    const { exitCode, output } = await run(clean);
    expect(output).toContain('Seed 7, 4 callers, 0.1 minutes');
    expect(output).toContain('Nothing differs.');
    expect(output).toMatch(/^transactions committed +[1-9]\d*$/m);
    expect(output).toMatch(/^transactions rolled back +[1-9]\d*$/m);
    expect(exitCode).toBe(0);
  }, 40_000);

  test('finds that documents are not reset between attempts', async () => {
    const { exitCode, output } = await run({ ...broken, break: 'retry-reset' });
    expect(output).toMatch(/^BREACH \(seed 7\)\ncaller \d+, transaction \d+: /m);
    expect(output).not.toContain('Nothing differs.');
    expect(exitCode).toBe(1);
  }, 120_000);

  test('finds that a listener is not told after a commit', async () => {
    const { exitCode, output } = await run({ ...broken, break: 'lost-notice' });
    expect(output).toMatch(
      /^BREACH \(seed 7\)\ncaller \d+, transaction \d+: .* was told 0 times instead of 1/m,
    );
    expect(exitCode).toBe(1);
  }, 120_000);
});
