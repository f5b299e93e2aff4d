/** Loaded by Jest before each test file: reads the version by the same mapping as the imports of the tests. */
import { createRequire } from 'node:module';
import { recordVersion } from './recorded-versions.mjs';

recordVersion(createRequire(import.meta.url)('@nestjs/core/package.json').version);
