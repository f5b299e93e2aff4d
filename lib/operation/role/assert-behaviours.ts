import { describeValue } from '../../value/describe-value.js';
import { isObject } from '../../value/own-value.js';
import { shownName } from '../../errors/shown-name.js';
import { InvalidOptionsError } from '../operation-errors.js';

const switches: readonly string[] = Object.freeze(['times', 'users']);

/** Checks the switches of behaviours. @throws InvalidOptionsError for an unknown name, or a value other than true and false */
export function assertBehaviours(documentName: string, behaviours: unknown): void {
  if (behaviours === undefined) return;
  const refuse = (reason: string, remedy: string): never => {
    throw new InvalidOptionsError(documentName, reason, remedy);
  };
  if (!isObject(behaviours))
    return refuse(
      `"behaviours" is ${describeValue(behaviours)} and not an object`,
      'Pass an object: { times: false }',
    );
  for (const [name, value] of Object.entries(behaviours)) {
    if (name === 'version')
      refuse(
        '"behaviours.version" cannot be switched off: the version guards against lost updates',
        'Declare fields whose changes do not concern it: @Field({ versioned: false })',
      );
    if (!switches.includes(name))
      refuse(
        `"behaviours" names ${shownName(name)}, which cannot be switched`,
        `Name one of ${switches.join(', ')}`,
      );
    if (value !== undefined && typeof value !== 'boolean')
      refuse(`"behaviours.${name}" is ${describeValue(value)} and not true or false`, 'Pass true or false');
  }
}
