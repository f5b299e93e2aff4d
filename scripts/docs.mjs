import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { endingTable } from './docs/ending-table.mjs';
import { methodTable, signalTable } from './docs/signal-tables.mjs';

/** `npm run docs`: writes the generated parts of the docs anew. */

/** The pages that have such parts. */
export const generatedChapters = ['docs/04-signals-and-listeners.md', 'docs/05-transactions.md'];

const tables = { signals: signalTable, methods: methodTable, endings: endingTable };

/** A page as it should be. @param {string} chapter */
export async function renderChapter(chapter) {
  const filled = readFileSync(chapter, 'utf8').replace(
    /<!-- generated: (\w+) -->[^]*?<!-- \/generated -->/g,
    (_, name) => `<!-- generated: ${name} -->\n\n${tables[name]()}\n\n<!-- /generated -->`,
  );
  return prettier.format(filled, { ...(await prettier.resolveConfig(chapter)), filepath: chapter });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const chapter of generatedChapters) writeFileSync(chapter, await renderChapter(chapter));
}
