import { ConnectionConfigurationError } from './errors/connection-errors.js';

/**
 * The treatment of the declared collections, indexes and validators at the start: `none` does nothing, `check` fails the start if the database
 * lacks or contradicts them, `create` makes what is missing. None of them drops or changes anything.
 */
export type SchemaPolicy = 'none' | 'check' | 'create';

const policies: readonly unknown[] = Object.freeze(['none', 'check', 'create']);

/** @throws ConnectionConfigurationError */
export function schemaPolicyOf(
  connection: string,
  options: { readonly schema?: SchemaPolicy } | undefined,
): SchemaPolicy | undefined {
  const schema = options?.schema;
  if (schema === undefined || policies.includes(schema)) return schema;
  throw new ConnectionConfigurationError(
    connection,
    'The option "schema" is not a policy',
    `Pass 'none', 'check' or 'create'`,
  );
}
