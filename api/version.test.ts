import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { readVersion } from './version.ts';

function read(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
}

test('program, package and interface have one version', () => {
  const version = readVersion();
  expect(version).toMatch(/^\d+\.\d+\.\d+/);
  expect(read('../package.json')).toMatchObject({ version });
  expect(read('./rest/openapi.json')).toMatchObject({ info: { version } });
});
