/** Marks text for a terminal. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
}

const asItIs = (text: string): string => text;

/** Leaves text as it is: for files, pipes and whoever has set NO_COLOR. */
const plainStyle: Style = Object.freeze({
  ...{ bold: asItIs, dim: asItIs, red: asItIs, yellow: asItIs, green: asItIs },
});

const colouredStyle: Style = Object.freeze({
  bold: escape(1, 22),
  dim: escape(2, 22),
  red: escape(31, 39),
  yellow: escape(33, 39),
  green: escape(32, 39),
});

/** The parts of a stream that say whether somebody reads it at a terminal. */
interface MaybeTerminal {
  readonly isTTY?: boolean | undefined;
}

/** Whether text for a stream has colours: only on a terminal, and not if NO_COLOR is set to anything or TERM to `dumb`. */
export function hasColours(
  { isTTY = false }: MaybeTerminal,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  return isTTY && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
}

/** The style of a stream. */
export function styleOf(
  stream: MaybeTerminal,
  environment: Readonly<Record<string, string | undefined>>,
): Style {
  return hasColours(stream, environment) ? colouredStyle : plainStyle;
}

function escape(begin: number, end: number): (text: string) => string {
  return (text) => `\u001b[${begin}m${text}\u001b[${end}m`;
}
