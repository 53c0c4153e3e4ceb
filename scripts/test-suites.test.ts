import { describe, expect, it } from '@jest/globals';
import { listSuites, type Suite } from './test-suites.ts';

function sandboxOf(suites: Suite[]): string {
  const { commands = [] } = suites.find(({ name }) => name === 'sandbox') ?? {};
  return commands.flat().join(' ');
}

describe('listSuites', () => {
  it('brings the sandbox up before the tests that use it', () => {
    const suites = listSuites({ existing: false });
    const names = suites.map(({ name }) => name);

    expect(sandboxOf(suites)).toMatch(/infra\/sandbox\/main\.ts up$/);
    expect(names.indexOf('sandbox')).toBeLessThan(names.indexOf('workflow'));
    expect(names.indexOf('sandbox')).toBeLessThan(names.indexOf('e2e'));
  });

  it('makes no clusters beside those that exist, but has Temporal for the tests of workflows', () => {
    const suites = listSuites({ existing: true });

    expect(sandboxOf(suites)).toMatch(/scripts\/ensure-temporal\.ts$/);
    expect(suites.map(({ name }) => name)).toEqual(
      listSuites({ existing: false }).map(({ name }) => name),
    );
  });

  it('knows which suites need clusters', () => {
    const suites = listSuites({ existing: true }).filter(({ clusters }) => clusters);
    expect(suites.map(({ name }) => name)).toEqual(['sandbox', 'e2e', 'outages']);
  });
});
