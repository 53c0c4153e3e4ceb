import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { createRestServer } from '../api/rest/server.ts';
import { NAMESPACE } from '../domain/kinds/group.ts';
import { FakeCluster } from '../test/fakes/cluster.ts';

/**
 * Writes api/rest/openapi.json from the routes; `--check` writes nothing and exits 1 when it differs.
 */
const FILE = resolve(import.meta.dirname, '../api/rest/openapi.json');

async function describeApi(): Promise<string> {
  const server = createRestServer({ host: new FakeCluster(), namespaceDefault: NAMESPACE });
  await server.ready();
  const document = JSON.stringify(server.swagger());
  await server.close();
  return format(document, { ...(await resolveConfig(FILE)), parser: 'json' });
}

const wanted = await describeApi();
const present = await readFile(FILE, 'utf8').catch(() => '');
if (present === wanted) {
  console.log('api/rest/openapi.json is up to date');
} else if (process.argv.includes('--check')) {
  console.error('api/rest/openapi.json differs from the routes: run scripts/generate-openapi.ts');
  process.exitCode = 1;
} else {
  await writeFile(FILE, wanted);
  console.log('api/rest/openapi.json written');
}
