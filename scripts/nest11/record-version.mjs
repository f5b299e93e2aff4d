/** Loaded by vitest before each test file: reads the version by the same mapping as the imports of the tests. */
import { version } from '@nestjs/core/package.json';
import { recordVersion } from './recorded-versions.mjs';

recordVersion(version);
