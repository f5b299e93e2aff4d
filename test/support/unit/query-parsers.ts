import { createRequire } from 'node:module';
import { parse } from 'node:querystring';

type QueryParser = (text: string, options?: object) => unknown;

const ofThis = createRequire(import.meta.url);
const ofNest = createRequire(ofThis.resolve('@nestjs/platform-express'));
const ofExpress = createRequire(ofNest.resolve('express'));
const { parse: parseByQs } = ofExpress('qs') as { readonly parse: QueryParser };

/** The parsers of query strings, by the name of who uses them. Fastify's gives what that of Node gives. */
export const queryParsers: readonly (readonly [name: string, parse: (text: string) => unknown])[] = [
  ['simple Express, Fastify', (text) => parse(text)],
  ['extended Express', (text) => parseByQs(text, { allowPrototypes: true })],
  ['qs', (text) => parseByQs(text)],
];

/** Parses as Express with a parser of its own that reads dots as objects. */
export function parseWithDots(text: string): unknown {
  return parseByQs(text, { allowDots: true });
}
