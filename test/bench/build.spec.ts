import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importScript } from '../support/import-script.js';

const { buildBench } = await importScript<{ buildBench: (target: string) => Promise<string> }>(
  'bench/build.mjs',
);

const namesIn = (folder: string, ending: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort();

test('The benchmark is compiled, file by file, without what it measures against', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    expect(await buildBench(folder)).toBe(join(folder, 'main.js'));
    expect(namesIn(folder, '.js')).toEqual(namesIn('bench', '.ts'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
