import { methodCase } from './method-case.js';
import type { MethodCase } from './method-case.js';
import { Task } from '../world.js';
import type { World } from '../world.js';

const lease = { for: '1h', by: 'worker' } as const;
/** Times are shown as empty objects. */
const time = {};

const stored = ({ tasks }: World): Promise<Task> => tasks.create({ name: 'ada' });

/** A task whose lease is far from its end. */
async function leased(world: World): Promise<Task> {
  await stored(world);
  return (await world.tasks.claim({ name: 'ada' }, lease)) as Task;
}

async function deleted(world: World): Promise<Task> {
  const task = await stored(world);
  await world.tasks.delete(task);
  return world.tasks.find().withDeleted().getFirst();
}

const update = {
  of: 'DocumentRepository',
  signals: ['Task.preUpdate', 'Task.postUpdate', 'Task.postWrite'],
  created: [undefined, undefined, undefined],
  sender: Task,
  commands: ['update'],
  commandsBeforeSignals: [],
} as const;

const withLease = { task: [{ _id: '<id>', name: 'ada', leasedUntil: time, leasedBy: 'worker' }] };
const without = { task: [{ _id: '<id>', name: 'ada' }] };

/** The methods that restore documents, and those that lease them. */
export const methodsThatRestoreAndLease: readonly MethodCase[] = [
  methodCase<Task>({
    ...update,
    method: 'restore',
    when: 'the document is deleted',
    arrange: deleted,
    call: ({ tasks }, task, options) => tasks.restore(task, options),
    signals: ['Task.preSave', 'Task.preSavePostValidation', 'Task.postSave', 'Task.postWrite'],
    created: [false, false, false, undefined],
    origin: 'restore',
    stored: without,
  }),
  methodCase<Task>({
    ...update,
    method: 'restoreMany',
    when: 'a deleted document matches',
    arrange: deleted,
    call: ({ tasks }, _, options) => tasks.restoreMany({ name: 'ada' }, options),
    origin: 'restoreMany',
    stored: without,
  }),
  methodCase<Task>({
    ...update,
    method: 'claim',
    when: 'a document is free',
    arrange: stored,
    call: ({ tasks }, _, options) => tasks.claim({ name: 'ada' }, { ...lease, ...options }),
    signals: [
      ...['Task.preUpdate', 'Task.preInit', 'Task.postInit', 'Task.postLoad', 'Task.postUpdate'],
      'Task.postWrite',
    ],
    signalsOfLoading: ['Task.preInit'],
    created: [undefined, false, false, undefined, undefined, undefined],
    origin: 'claim',
    commands: ['findAndModify'],
    stored: withLease,
  }),
  methodCase<Task>({
    ...update,
    method: 'renew',
    when: 'the holder has it',
    arrange: leased,
    call: ({ tasks }, task, options) => tasks.renew(task, { ...lease, ...options }),
    origin: 'renew',
    stored: withLease,
  }),
  methodCase<Task>({
    ...update,
    method: 'release',
    when: 'the holder has it',
    arrange: leased,
    call: ({ tasks }, task, options) => tasks.release(task, { ...lease, ...options }),
    origin: 'release',
    stored: without,
  }),
];
