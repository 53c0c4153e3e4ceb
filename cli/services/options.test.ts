import { CommandError } from '../command-error.ts';
import { dray } from '../testing/cli.ts';
import type { Settings } from '../settings.ts';
import { readService, requireTemporal } from './options.ts';

const settings: Settings = {
  server: 'http://127.0.0.1:8080',
  output: 'table',
  requestTimeoutMs: 30_000,
  verbose: false,
};

// A shell that speaks to a Temporal already must not decide a test.
beforeAll(() => {
  delete process.env['DRAY_TEMPORAL_ADDRESS'];
});

test('what nobody says is left to the service', () => {
  expect(readService({ temporalNamespace: 'default' }, settings)).toEqual({
    listen: { host: '127.0.0.1', port: 8080 },
  });
});

test('what is said is passed on', () => {
  const flags = {
    kubeconfig: 'k',
    context: 'c',
    host: '0.0.0.0',
    port: '9000',
    temporal: 'temporal:7233',
    temporalNamespace: 'moves',
    temporalUi: 'http://ui',
  };
  expect(readService(flags, { ...settings, namespace: 'moving' })).toEqual({
    kubeconfig: 'k',
    context: 'c',
    namespace: 'moving',
    listen: { host: '0.0.0.0', port: 9000 },
    temporal: { address: 'temporal:7233', namespace: 'moves', uiUrl: 'http://ui' },
  });
});

test.each(['x', '70000', '-1', ''])('%j is not a port', (port) => {
  expect(() => readService({ port, temporalNamespace: 'default' }, settings)).toThrow(CommandError);
});

test('a part of the whole needs the Temporal of the others', () => {
  expect(() => requireTemporal({ listen: { host: '', port: 0 } })).toThrow('which Temporal?');
});

test.each(['server', 'worker'])('dray %s says so: 2', async (service) => {
  const { code, err } = await dray([service]);
  expect(code).toBe(2);
  expect(err).toContain('--temporal');
});
