import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import type { SignalSender } from '../../../lib/signal/signal.js';
import { Animal, Bird, busOn, note, Penguin, preMove, Stone } from '../../support/unit/unit-signals.js';

/** A receiver of the model, in the order of connecting. */
interface Connected {
  readonly slot: number;
  readonly sender: SignalSender | undefined;
  readonly order: number;
  readonly exact: boolean;
}

const senders = [undefined, Animal, Bird, Penguin, Stone] as const;
const lineages = new Map<SignalSender, readonly (SignalSender | undefined)[]>([
  [Animal, [undefined, Animal]],
  [Bird, [undefined, Animal, Bird]],
  [Penguin, [undefined, Animal, Bird, Penguin]],
  [Stone, [undefined, Stone]],
]);

const action = fc.record({
  isConnect: fc.boolean(),
  slot: fc.nat({ max: 5 }),
  sender: fc.constantFrom(...senders),
  order: fc.integer({ min: -2, max: 2 }),
  exact: fc.boolean(),
});

const isHeard = (receiver: Connected, sender: SignalSender): boolean =>
  receiver.exact ? receiver.sender === sender : (lineages.get(sender) ?? []).includes(receiver.sender);

describe('the order of receivers', () => {
  test.each([[{}], [{ wildcard: true }]])(
    'is by order, then by connecting, whatever was connected and disconnected, on an emitter with %j',
    async (options) => {
      const connectsAndDisconnects = fc.array(action, { maxLength: 25 });
      await fc.assert(
        fc.asyncProperty(
          connectsAndDisconnects,
          fc.constantFrom(...lineages.keys()),
          async (actions, sender) => {
            const { bus } = busOn(options);
            const log: string[] = [];
            const receivers = Array.from({ length: 6 }, (_, slot) =>
              slot % 2 === 0
                ? () => void log.push(`${slot}`)
                : async () => {
                    await Promise.resolve();
                    log.push(`${slot}`);
                  },
            );
            let model: Connected[] = [];
            for (const { isConnect, slot, sender: of, order, exact: isExact } of actions) {
              const exact = isExact && of !== undefined;
              const receiver = receivers[slot] as () => unknown;
              const isSame = (each: Connected): boolean => each.slot === slot && each.sender === of;
              if (isConnect) {
                bus.connect(preMove, of, receiver, { order, exact, name: `${slot}` });
                if (!model.some(isSame)) model.push({ slot, sender: of, order, exact });
              } else {
                expect(bus.disconnect(preMove, of, receiver)).toBe(model.some(isSame));
                model = model.filter((each) => !isSame(each));
              }
            }
            const heard = [-2, -1, 0, 1, 2].flatMap((order) =>
              model
                .filter((each) => each.order === order && isHeard(each, sender))
                .map(({ slot }) => `${slot}`),
            );
            // A receiver connected for several matching classes is called once, at its first position.
            const expected = [...new Set(heard)];
            expect(bus.receiversOf(preMove, sender).map(({ name }) => name)).toEqual(expected);
            expect(bus.hasReceivers(preMove, sender)).toBe(expected.length > 0);
            await bus.send(preMove, sender, note);
            expect(log).toEqual(expected);
          },
        ),
        { numRuns: 150 },
      );
    },
  );
});
