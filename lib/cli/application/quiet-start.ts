import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { SchemaPolicy } from '../../driver/schema-policy.js';
import { migrationsAtStartToken, schemaPolicyToken } from '../../module/tokens.js';
import type { RootModule } from './load-module.js';

/** The root module of an application under the command line. */
@Module({})
class CommandLineModule {}

const none: SchemaPolicy = 'none';

/** Leaves an application as it is: it starts as ever. */
export function usualStart(root: RootModule): RootModule {
  return root;
}

/**
 * The root module of an application that, when it starts, neither checks nor makes indexes, validators and collections, and runs no
 * migrations.
 */
export function quietStart(root: RootModule): DynamicModule {
  return {
    module: CommandLineModule,
    global: true,
    imports: [root],
    providers: [
      { provide: schemaPolicyToken, useValue: none },
      { provide: migrationsAtStartToken, useValue: false },
    ],
    exports: [schemaPolicyToken, migrationsAtStartToken],
  };
}
