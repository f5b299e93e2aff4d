const refuse = (): never => {
  throw new TypeError('cannot be read');
};
const refusing = (...names: string[]): Error => {
  const error = new Error('secret');
  // Made now, of the message and name that it has.
  if (error.stack === undefined) return error;
  for (const name of names) Object.defineProperty(error, name, { get: refuse });
  return error;
};
const traps = { get: refuse, has: refuse, getPrototypeOf: refuse, ownKeys: refuse };

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** Has another cause each time that it is asked, without an end. */
class Endless extends Error {
  override get cause(): unknown {
    return new Endless('endless');
  }
}

const unreadable = new Map<string, unknown>([
  ['its message throws', refusing('message')],
  ['its stack throws', refusing('stack')],
  ['its name throws', refusing('name')],
  ['its cause throws', refusing('cause')],
  ['its labels throw', refusing('errorLabels', 'errorResponse')],
  ['everything of it throws', refusing('message', 'stack', 'name', 'cause', 'constructor')],
  ['its toString throws', Object.assign(new Error('secret'), { toString: refuse })],
  ['its stack is no text', Object.assign(new Error('secret'), { stack: { toString: refuse } })],
  ['its causes have no end', new Endless('endless')],
  ['it is a proxy that throws', new Proxy(new Error('secret'), traps)],
  ['it is a proxy that was revoked', revoked()],
  ['it has no prototype', Object.create(null)],
  ['it is a symbol', Symbol('secret')],
  ['it is undefined', undefined],
  ['it is null', null],
]);

/** How what code may throw refuses to be read when somebody looks at it: by name, since the test runner looks at the rows of its tables. */
export const unreadableErrors: readonly string[] = [...unreadable.keys()];

/** Returns the thrown value with that name. */
export function unreadableError(title: string): unknown {
  return unreadable.get(title);
}
