import { describe, expect, test } from 'vitest';
import { EmbeddedDocument } from '../../../lib/document/document.js';
import { Field } from '../../../lib/document/field.js';
import { findIssues } from '../../support/unit/unit-issues.js';
import { Address, Person, personSchema } from '../../support/unit/unit-world.js';

class Undecorated extends Address {
  cache = 1;
}

@EmbeddedDocument()
class Villa extends Address {
  @Field() pool?: string;
}
class LargeVilla extends Villa {}

const issuesOf = (values: object): unknown =>
  findIssues(personSchema, Object.assign(new Person(), { id: '', name: 'Ada' }, values), {
    optional: personSchema.id.field,
    loaded: new Set(['name', 'address', 'others']),
  });
const withStreet = (address: Address): Address => Object.assign(address, { street: 's' });

describe('findIssues of an embedded document', () => {
  test.each([
    ['an instance of its class', new Address()],
    ['an instance of a class that extends it and is not decorated', new Undecorated()],
  ])('accepts %s', (_, address) => {
    const others = [withStreet(address)];
    expect(issuesOf({ id: undefined, address: others[0], others })).toEqual([]);
  });

  test.each([
    ['decorated', new Villa(), 'Villa'],
    ['made of a decorated one', new LargeVilla(), 'LargeVilla'],
  ])('refuses a class that extends it and is %s, whose fields would be lost', (_, address, name) => {
    expect(issuesOf({ id: undefined, others: [withStreet(address)] })).toEqual([
      { path: 'others.0', code: 'type', message: `should be Address, not ${name}` },
    ]);
  });
});
