import { describe, expect, test } from 'vitest';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { importScript } from '../support/import-script.js';

const { generatedChapters, renderChapter } = await importScript<{
  generatedChapters: readonly string[];
  renderChapter(chapter: string): Promise<string>;
}>('docs.mjs');

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...['docs', 'docs/decisions'].flatMap((folder) => readdirSync(folder).map((page) => join(folder, page))),
].filter((page) => page.endsWith('.md'));

describe('The docs', () => {
  test.each(pages)('%s links to files that exist', (page) => {
    const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)].map(
      ([, link]) => link ?? '',
    );
    expect(links.filter((link) => !existsSync(join(dirname(page), link)))).toEqual([]);
  });

  test('code that is run in the applications of the command lines stands there', () => {
    const fixture = 'scripts/applications/fixture';
    const files = readdirSync(fixture, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(fixture, name), 'utf8'));
    const blocks = pages.flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/^```typescript\n([^]*?)^```/gm)].map(([, code = '']) => code),
    );

    expect(blocks.length).toBeGreaterThan(0);
    expect(blocks.filter((block) => !files.some((file) => file.includes(block)))).toEqual([]);
  });

  test('the README has at most 150 lines', () => {
    expect(readFileSync('README.md', 'utf8').split('\n').length).toBeLessThanOrEqual(150);
  });

  test('the example of the README has at most 30 lines', () => {
    const [, code = ''] = /```ts\n([^]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
    expect(code.trim().split('\n').length).toBeLessThanOrEqual(30);
  });

  test.each(pages.filter((page) => page.startsWith(join('docs', 'decisions'))))(
    '%s has at most 40 lines',
    (page) => {
      expect(readFileSync(page, 'utf8').split('\n').length).toBeLessThanOrEqual(40);
    },
  );

  test.each(generatedChapters)('the generated tables of %s are those of the code', async (chapter) => {
    expect(readFileSync(chapter, 'utf8')).toBe(await renderChapter(chapter));
  });

  test('every page with generated tables is one of those', () => {
    const isGenerated = (page: string) => readFileSync(page, 'utf8').includes('<!-- generated:');
    expect(pages.filter(isGenerated)).toEqual(generatedChapters);
  });
});
