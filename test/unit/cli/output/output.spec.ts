import { describe, expect, test } from 'vitest';
import { Output } from '../../../../lib/cli/output/output.js';
import { tableLines } from '../../../../lib/cli/output/table.js';

function outputTo(
  isTTY: boolean,
  environment: Record<string, string> = {},
): { output: Output; written: string[] } {
  const written: string[] = [];
  const write = async (text: string) => void written.push(text);
  const stream = { isTTY, write };
  return { output: new Output(stream, environment, false), written };
}

describe('Colours', () => {
  test.each([
    ['are used on a terminal', true, {}, '\u001b[31mred\u001b[39m'],
    ['are not used in a file or pipe', false, {}, 'red'],
    ['are not used with NO_COLOR', true, { NO_COLOR: '1' }, 'red'],
    ['are not used by a terminal without them', true, { TERM: 'dumb' }, 'red'],
    ['are used with an empty NO_COLOR', true, { NO_COLOR: '' }, '\u001b[31mred\u001b[39m'],
  ])('%s', (_title, isTTY, environment, expected) => {
    expect(outputTo(isTTY, environment).output.style.red('red')).toBe(expected);
  });
});

test('Control characters do not reach the terminal, colours do', async () => {
  const { output, written } = outputTo(true);

  await output.lines(['a\u001b[31mb\u001b[39m', 'x\u001b]0;title\u0007y', 'p\u001b[2Jq\rr\u009bs']);

  expect(written.join('')).toBe(
    'a\u001b[31mb\u001b[39m\nx\uFFFD]0;title\uFFFDy\np\uFFFD[2Jq\uFFFDr\uFFFDs\n',
  );
});

test('A table has aligned columns, and each row is one line', () => {
  const rows = [
    ['name', 'n', ''],
    ['a', '10', 'x'],
    ['two\nlines', '', ''],
  ];

  expect(tableLines(rows)).toEqual(['name       n', 'a          10  x', 'two lines']);
});
