import { existsSync, readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';

/** The environment of a measurement. */
export interface Circumstances {
  readonly date: string;
  readonly server: string;
  readonly node: string;
  readonly cpu: string;
  /** Load of the machine in the minute before the first work: how busy it was with other things. */
  readonly load: number;
  readonly versions: Readonly<Record<string, string>>;
}

/** Those of the benchmark, and those of the project. */
const modules = ['../../node_modules/', '../../../../node_modules/'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

export function readCircumstances(): Circumstances {
  const processors = cpus();
  return {
    date: new Date().toISOString(),
    server: process.env['MONGODB_SERVER_NAME'] ?? 'an unnamed server',
    node: process.version,
    cpu: `${processors[0]?.model.trim() ?? 'unknown'}, ${processors.length} cores`,
    load: Math.round((loadavg()[0] ?? 0) * 100) / 100,
    versions: {
      driver: versionOf('mongodb'),
      papr: versionOf('papr'),
      typeorm: versionOf('typeorm'),
      mongoose: withOwnDriver('mongoose'),
      'mikro-orm': withOwnDriver('@mikro-orm/mongodb'),
      eventemitter2: versionOf('eventemitter2'),
      'nestjs-documents': versionOf('nestjs-documents'),
      typescript: versionOf('typescript'),
    },
  };
}

/** Some libraries bring a driver of their own, of another version. */
function withOwnDriver(name: string): string {
  const driver = `${name}/node_modules/mongodb`;
  return pathOf(driver) ? `${versionOf(name)} (driver ${versionOf(driver)})` : versionOf(name);
}

function versionOf(name: string): string {
  const found = pathOf(name);
  if (!found) return 'not found';
  return (JSON.parse(readFileSync(found, 'utf8')) as { version: string }).version;
}

function pathOf(name: string): string | undefined {
  return modules.map((folder) => `${folder}${name}/package.json`).find((path) => existsSync(path));
}
