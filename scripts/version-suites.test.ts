import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { DEFAULT_VERSIONS, versionsOfEnvironment } from '../infra/sandbox/versions.ts';
import { VERSION_SUITES, chooseSuite, suiteCommand, suiteEnvironment } from './version-suites.ts';

const ROOT = path.join(import.meta.dirname, '..');

describe('chooseSuite', () => {
  it('takes all tests, or those named', () => {
    expect(chooseSuite('older-source', [])).toBe(VERSION_SUITES['older-source']);
    expect(chooseSuite('older-source', ['cutover']).tests).toEqual(['cutover']);
  });

  it('says what there is', () => {
    expect(() => chooseSuite('older', [])).toThrow('"older"; name older-source or newer-velero');
    expect(() => chooseSuite('newer-velero', ['doors'])).toThrow('has no doors; it has cutover');
  });
});

describe.each(Object.entries(VERSION_SUITES))('%s', (name, suite) => {
  it('has a sandbox that differs from the ordinary one', () => {
    expect(suite.versions).not.toEqual(DEFAULT_VERSIONS);
  });

  it('runs tests that there are', () => {
    const files = suiteCommand(name, suite).filter((part) => part.endsWith('.test.ts'));

    expect(files).toContain('test/e2e/cutover.test.ts');
    for (const file of files) expect(existsSync(path.join(ROOT, file))).toBe(true);
  });

  it('tells the tests of its sandbox, lest they make the ordinary one', () => {
    expect(versionsOfEnvironment(suiteEnvironment(suite))).toEqual(suite.versions);
  });
});
