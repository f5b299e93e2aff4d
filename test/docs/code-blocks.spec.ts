import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MongoClient } from 'mongodb';
import ts from 'typescript';
import { capabilities, databaseUri } from '../support/server.js';
import { writeProgram } from './code-blocks.js';

const uri = databaseUri();
const pages = ['README.md', ...readdirSync('docs').map((page) => join('docs', page))].filter((page) =>
  /^(README|docs.\d\d-.*)\.md$/.test(page),
);

/** Pages whose code asks for a server that has transactions. */
const pagesWithTransactions = pages.filter((page) =>
  readFileSync(page, 'utf8').includes("transactions: 'required'"),
);
const otherPages = pages.filter((page) => !pagesWithTransactions.includes(page));

describe('The TypeScript blocks of a page', () => {
  const printed: string[] = [];

  beforeEach(() => {
    printed.length = 0;
    vi.spyOn(console, 'log').mockImplementation((...values: unknown[]) => {
      printed.push(...values.join(' ').split('\n'));
    });
  });

  afterEach(async () => {
    vi.restoreAllMocks();
    const client = await MongoClient.connect(uri);
    await client.db().dropDatabase();
    await client.close();
  });

  afterAll(() => {
    expect(pages.length).toBeGreaterThanOrEqual(5);
  });

  // One program for all pages: the compiler reads the package once.
  describe('compile', () => {
    let program: ts.Program;

    beforeAll(() => {
      const { options } = ts.parseJsonConfigFileContent(
        ts.readConfigFile('tsconfig.json', ts.sys.readFile.bind(ts.sys)).config,
        ts.sys,
        '.',
      );
      program = ts.createProgram(
        pages.map((page) => resolve(writeProgram(page, uri).file)),
        { ...options, noUnusedLocals: false, declaration: false, noEmit: true, rootDir: resolve('.') },
      );
    }, 120_000);

    test.each(pages)(
      'of %s',
      (page) => {
        const source = program.getSourceFile(resolve(writeProgram(page, uri).file));
        const messages = ts
          .getPreEmitDiagnostics(program, source)
          .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
        expect(messages).toEqual([]);
      },
      60_000,
    );
  });

  const expectPrints = async (page: string) => {
    const { file, prints } = writeProgram(page, uri);
    await import(resolve(file));
    // Compared without leading blanks, which a comment does not keep.
    expect(printed.map((line) => line.trim())).toEqual(prints.map((line) => line.trim()));
  };

  test.each(otherPages)('of %s run, and print what they say', expectPrints, 30_000);

  (capabilities.transactions ? test : test.skip).each(pagesWithTransactions)(
    'of %s run, and print what they say (need transactions)',
    expectPrints,
    30_000,
  );
});
