import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { methodTable, signalTable } from './docs/signal-tables.mjs';

/** `npm run docs`: writes the generated parts of the docs anew. */

const chapter = 'docs/04-signals-and-listeners.md';

/** The chapter as it should be. */
export async function renderChapter() {
  const tables = { signals: signalTable(), methods: methodTable() };
  const filled = readFileSync(chapter, 'utf8').replace(
    /<!-- generated: (\w+) -->[^]*?<!-- \/generated -->/g,
    (_, name) => `<!-- generated: ${name} -->\n\n${tables[name]}\n\n<!-- /generated -->`,
  );
  return prettier.format(filled, { ...(await prettier.resolveConfig(chapter)), filepath: chapter });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(chapter, await renderChapter());
