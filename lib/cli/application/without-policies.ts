import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { SchemaPolicy } from '../../driver/schema-policy.js';
import { schemaPolicyToken } from '../../module/tokens.js';
import type { RootModule } from './load-module.js';

/** The root module of an application under the command line. */
@Module({})
class CommandLineModule {}

const none: SchemaPolicy = 'none';

/** The root module of an application that neither checks nor makes indexes, validators and collections when it starts. */
export function withoutPolicies(root: RootModule): DynamicModule {
  return {
    module: CommandLineModule,
    global: true,
    imports: [root],
    providers: [{ provide: schemaPolicyToken, useValue: none }],
    exports: [schemaPolicyToken],
  };
}
