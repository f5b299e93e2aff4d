import { ObjectId } from 'mongodb';
import { noUndeclaredKeys } from '../../../lib/codec/undeclared-keys.js';
import { Document, EmbeddedDocument } from '../../../lib/document/document.js';
import { Field, Id } from '../../../lib/document/field.js';
import { schemaOf } from '../../../lib/schema/build/schema-of.js';
import { mapOf } from '../../../lib/schema/declare/type-declaration.js';
import { OperationTimeout } from '../../../lib/signal/timeout.js';
import { compileUpdate } from '../../../lib/update/compile-update.js';
import { UpdateDraft } from '../../../lib/update/update-draft.js';
import { ValidationError } from '../../../lib/validation/validation-error.js';

@EmbeddedDocument()
export class Part {
  @Field({ required: true, uppercase: true }) name!: string;
  @Field({ max: 9 }) count?: number;
}

@EmbeddedDocument()
export class Line {
  @Field({ key: 's', required: true, trim: true, uppercase: true }) sku!: string;
  @Field({ key: 'n', min: 0 }) count?: number;
  @Field(() => [Part], { key: 'ps' }) parts?: Part[];
}

const onlyEven = async (value: unknown): Promise<string | undefined> =>
  Promise.resolve((value as number) % 2 === 0 ? undefined : 'is odd');

@Document()
export class Order {
  @Id() id!: ObjectId;
  @Field({ key: 'st', required: true, trim: true, lowercase: true, choices: ['open', 'paid'] })
  status!: string;
  @Field({ key: 'nt' }) note?: string;
  @Field({ maxLength: 5 }) code?: string;
  @Field({ max: 100 }) amount?: number;
  @Field({ validate: onlyEven as never }) even?: number;
  @Field({ immutable: true }) number?: number;
  @Field() paidAt?: Date;
  @Field(() => ObjectId) ownerId?: ObjectId;
  @Field(() => [ObjectId]) members: ObjectId[] = [];
  @Field(() => [String], { key: 't', trim: true, lowercase: true, each: { maxLength: 5 } }) tags: string[] =
    [];
  @Field(() => [Line], { key: 'l' }) lines: Line[] = [];
  @Field() line?: Line;
  @Field(() => mapOf(Number)) stock = new Map<string, number>();
  @Field(() => 'any') extra?: unknown;
}

export const orderSchema = schemaOf(Order);

/** The command that an update becomes. */
export async function compiled(update: unknown, ignoreUndefined = false): Promise<any> {
  const closed = UpdateDraft.close(new UpdateDraft(orderSchema, update));
  const options = { timeout: new OperationTimeout(), ignoreUndefined, behaviours: undefined };
  return compileUpdate(orderSchema, closed, { ...options, undeclared: noUndeclaredKeys });
}

/** The operators that an update becomes. */
export async function operatorsOf(update: unknown, ignoreUndefined = false): Promise<unknown> {
  return (await compiled(update, ignoreUndefined)).update;
}

/** The issues of an update, as `path code`; undefined if there are none. */
export async function issuesOf(update: unknown, ignoreUndefined = false): Promise<string[] | undefined> {
  const found = await issueListOf(update, ignoreUndefined);
  return found?.map(({ path, code }) => `${path} ${code}`);
}

export async function issueListOf(
  update: unknown,
  ignoreUndefined = false,
): Promise<ValidationError['issues'] | undefined> {
  try {
    await compiled(update, ignoreUndefined);
    return undefined;
  } catch (error) {
    if (error instanceof ValidationError) return error.issues;
    throw error;
  }
}
