import { filterFrom } from 'nestjs-documents';
import { Person } from '../world/integration-people.js';
import { secret } from './secrets-world.js';

/** Errors about query strings and about the declarations of what they may hold. */
export const requestProvocations = {
  InvalidRequestError: {
    'a value is secret': () =>
      filterFrom(Person, { age: secret, page: secret, sort: secret }, { filter: { age: ['eq'] } }),
    'a name is secret': () =>
      filterFrom(Person, { [secret]: secret, name: { [secret]: secret } }, { filter: { name: ['eq'] } }),
  },
  InvalidRequestOptionsError: {
    'an operator is secret': () => filterFrom(Person, {}, { filter: { name: [secret as never] } }),
    'a path is secret': () => filterFrom(Person, {}, { sort: [secret as never] }),
  },
};
