import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { MongoClient } from 'mongodb';
import { runServerScript, type ServerScript } from '../support/server-script.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

// These tests need a server that the script has started, so not one given by MONGODB_URI.
const running = await startScript(tmpdir()).catch(() => undefined);
const itWithServer = running ? it : it.skip;
const remark = running ? '' : ' (skipped: the script cannot start a server on this machine)';

describe('scripts/server.mjs', () => {
  const temporaryFolder = mkdtempSync(join(tmpdir(), 'server-script-'));

  afterAll(async () => {
    await running?.kill('SIGINT');
    rmSync(temporaryFolder, { recursive: true, force: true });
  });

  itWithServer(`killing the parent leaves no server behind${remark}`, async () => {
    const script = await startScript(temporaryFolder);
    expect(isRunning(script.serverPid)).toBe(true);
    expect(readdirSync(temporaryFolder)).toHaveLength(1);

    await script.kill('SIGKILL');

    await eventually(() => !isRunning(script.serverPid) && readdirSync(temporaryFolder).length === 0);
    expect(isRunning(script.serverPid)).toBe(false);
    expect(readdirSync(temporaryFolder)).toEqual([]);
  });

  itWithServer(`the way in force is printed without credentials${remark}`, async () => {
    const uri = await createUser(running?.uri ?? '', 'ada', 'open-sesame');

    const given = await runServerScript({ MONGODB_URI: uri, MONGODB_SERVER: 'uri' });
    await given.kill('SIGINT');

    expect(given.output()).toMatch(/^Server: \w+ \d+\.\d+\S* \(MONGODB_URI\)$/m);
    expect(given.output()).not.toMatch(/ada|open-sesame/);
  });

  itWithServer(`credentials that are refused are not printed either${remark}`, async () => {
    const uri = running?.uri.replace('mongodb://', 'mongodb://nobody:open-sesame@');

    const refused = runServerScript({ MONGODB_URI: uri, MONGODB_SERVER: 'uri' });

    await expect(refused).rejects.toThrow(/MONGODB_URI: no writable server can be reached with it/);
    await expect(refused).rejects.not.toThrow(/nobody|open-sesame/);
  });
});

function startScript(temporaryFolder: string): Promise<ServerScript> {
  return runServerScript({ MONGODB_URI: undefined, MONGODB_SERVER: undefined, TMPDIR: temporaryFolder });
}

async function createUser(uri: string, user: string, pwd: string): Promise<string> {
  const client = await MongoClient.connect(uri);
  try {
    await client.db('admin').command({ createUser: user, pwd, roles: ['root'] });
  } finally {
    await client.close();
  }
  return `${uri.replace('mongodb://', `mongodb://${user}:${pwd}@`)}&authSource=admin`;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function eventually(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!isSo() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
}
