import { created, texts } from './scenario.js';
import type { Scenario } from './scenario.js';
import { Address, Customer } from '../world.js';
import type { World } from '../world.js';

/** Customers, whose fields hold others: made, saved, and changed in each of the ways that were recorded. */
export const changes: readonly Scenario[] = [
  {
    name: 'embedded_construct',
    fact: 'a document that is made with an embedded one',
    run: async ({ customers }, start) => {
      start();
      customers.build({ name: 'c', address: { street: 's' } });
    },
    ours: {
      created: { difference: texts.createdEverywhere, is: [...created.made.is, ...created.made.is] },
    },
  },
  {
    name: 'embedded_save',
    fact: 'a new document with an embedded one that is saved',
    run: async ({ customers }, start) => {
      const customer = customers.build({ name: 'c', address: { street: 's' } });
      start();
      await customers.save(customer);
    },
    ours: {
      created: created.inserted,
      seen: {
        difference: texts.idBeforeWrite,
        is: [
          { name: 'c', address: { street: 's', lines: [] }, others: [], tags: [], extra: {} },
          { _id: '<id>', name: 'c', address: { street: 's', lines: [] }, others: [], tags: [], extra: {} },
          { _id: '<id>', name: 'c', address: { street: 's', lines: [] }, others: [], tags: [], extra: {} },
        ],
      },
      changes: {
        difference: texts.everyField,
        is: [['id', 'name', 'address', 'others', 'tags', 'extra']],
      },
    },
  },
  change('change_scalar', 'a field that is changed', { $set: { name: 'd' } }, (customer) => {
    customer.name = 'd';
  }),
  change(
    'change_embedded_field',
    'a field of an embedded document that is changed',
    { $set: { 'address.street': 'z' } },
    (customer) => {
      customer.address!.street = 'z';
    },
  ),
  change(
    'remove_embedded',
    'an embedded document that is removed',
    { $unset: { address: true } },
    (customer) => {
      customer.address = undefined;
    },
  ),
  change('list_append', 'a list that grows', { $set: { tags: ['t1', 't2', 't3'] } }, (customer) => {
    customer.tags.push('t3');
  }),
  change(
    'list_item',
    'an element of a list that is replaced',
    { $set: { tags: ['t1', 'zz'] } },
    (customer) => {
      customer.tags[1] = 'zz';
    },
    texts.wholeArray,
  ),
  listEmptied(),
  change(
    'embedded_list_field',
    'a field of an embedded document in a list that is changed',
    {
      $set: {
        others: [
          { street: 'a', lines: ['x'] },
          { street: 'q', lines: [] },
        ],
      },
    },
    (customer) => {
      customer.others[1]!.street = 'q';
    },
    texts.wholeArray,
  ),
  change(
    'embedded_list_append',
    'a list of embedded documents that grows',
    {
      $set: {
        others: [
          { street: 'a', lines: ['x'] },
          { street: 'b', lines: [] },
          { street: 'n', lines: [] },
        ],
      },
    },
    (customer) => {
      customer.others.push(address('n'));
    },
  ),
  change('map_leaf', 'a value deep in a map that is changed', { $set: { 'extra.k.a': 2 } }, (customer) => {
    customer.extra.get('k').a = 2;
  }),
  change('map_new_entry', 'a map that gets an entry', { $set: { 'extra.n': 1 } }, (customer) => {
    customer.extra.set('n', 1);
  }),
  change('remove_scalar', 'a field that is removed', { $unset: { name: true } }, (customer) => {
    customer.name = undefined;
  }),
];

/** A stored customer that is changed and saved: one update and nothing else. */
function change(
  name: string,
  fact: string,
  update: object,
  edit: (customer: Customer) => void,
  difference: string = texts.noUpsert,
): Scenario & { readonly ours: object } {
  return {
    name,
    fact,
    run: async (world, start) => {
      const customer = await storedCustomer(world);
      start();
      edit(customer);
      await world.customers.save(customer);
    },
    ours: {
      created: created.updated,
      commands: {
        difference,
        is: [{ command: 'update', update, upsert: false, multi: false }],
      },
    },
  };
}

function listEmptied(): Scenario {
  const difference = 'an empty list is stored as it is';
  const scenario = change('list_emptied', 'a list that is emptied', { $set: { tags: [] } }, (customer) => {
    customer.tags = [];
  });
  return {
    ...scenario,
    ours: {
      ...scenario.ours,
      stored: {
        difference,
        is: {
          customer: [
            {
              _id: '<id>',
              name: 'c',
              address: { street: 's', lines: ['1', '2'] },
              others: [
                { street: 'a', lines: ['x'] },
                { street: 'b', lines: [] },
              ],
              tags: [],
              extra: { k: { a: 1, b: [1, 2] } },
            },
          ],
        },
      },
    },
  };
}

async function storedCustomer({ customers }: World): Promise<Customer> {
  const customer = Object.assign(new Customer(), {
    name: 'c',
    address: address('s', ['1', '2']),
    others: [address('a', ['x']), address('b')],
    tags: ['t1', 't2'],
    extra: new Map([['k', { a: 1, b: [1, 2] }]]),
  });
  return customers.save(customer);
}

function address(street: string, lines: string[] = []): Address {
  return Object.assign(new Address(), { street, lines });
}
