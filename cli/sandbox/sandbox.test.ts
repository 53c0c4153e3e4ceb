import { SandboxFailure } from '../../infra/sandbox/sandbox-failure.ts';
import { CommandError } from '../command-error.ts';
import { dray } from '../testing/cli.ts';
import { errorOfSandbox } from './failure.ts';
import { describeStatus } from './status.ts';

test('what went wrong is told with its evidence and what to do', () => {
  const error = errorOfSandbox(
    new SandboxFailure('etcd did not start', { found: 'disk full\n', hint: 'Make room.' }),
  );
  expect(error).toBeInstanceOf(CommandError);
  expect((error as CommandError).parts).toEqual({
    exitCode: 1,
    detail: 'etcd did not start\n  | disk full',
    hint: 'Make room.',
  });
});

test("an error that is not the sandbox's own stays as it is", () => {
  const error = new Error('defect');
  expect(errorOfSandbox(error)).toBe(error);
});

test('each process has a line, and a node only when something is wrong with it', () => {
  const text = describeStatus({
    daemons: [
      { owner: 'host', name: 'temporal', pid: 7, running: true },
      { owner: 'source', name: 'etcd', pid: 8, running: false, problem: 'not running' },
    ],
    nodeProblems: { target: 'NotReady' },
  });
  expect(text.split('\n').slice(1, 4)).toEqual([
    'host      temporal   7     ready',
    'source    etcd       8     not running',
    'target    node       -     NotReady',
  ]);
});

test('what the sandbox is made of is the last line', () => {
  const versions = { kubernetes: { source: 'v1.30.14', target: 'v1.34.4' }, velero: 'v1.16.2' };
  expect(describeStatus({ daemons: [], nodeProblems: {}, versions }).split('\n').at(-2)).toBe(
    'Kubernetes v1.30.14 (source) and v1.34.4 (target), Velero v1.16.2',
  );
});

test.each([
  ['--source-kubernetes', '1.29', 'Allowed choices are 1.34, 1.30'],
  ['--velero', '1.9', 'Allowed choices are 1.16, 1.18'],
])('%s %s is not to be had: 2', async (flag, value, told) => {
  const { code, err } = await dray(['sandbox', 'up', flag, value]);
  expect(code).toBe(2);
  expect(err).toContain(told);
});

test('a version that the environment asks for in vain is named, with what there is', async () => {
  const env = { DRAY_SANDBOX_VELERO: '1.17' };
  const { code, err } = await dray(['sandbox', 'up'], { env });
  expect(code).toBe(1);
  expect(err).toContain('DRAY_SANDBOX_VELERO=1.17');
  expect(err).toContain('Set it to 1.16 or 1.18');
});

test('there are two clusters and no third: 2', async () => {
  const { code, err } = await dray(['sandbox', 'kubeconfig', 'host']);
  expect(code).toBe(2);
  expect(err).toContain('Allowed choices are source, target');
});
