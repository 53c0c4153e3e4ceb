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
    healthy: false,
  });
  expect(text.split('\n').slice(1, 4)).toEqual([
    'host      temporal   7     ready',
    'source    etcd       8     not running',
    'target    node       -     NotReady',
  ]);
});

test('there are two clusters and no third: 2', async () => {
  const { code, err } = await dray(['sandbox', 'kubeconfig', 'host']);
  expect(code).toBe(2);
  expect(err).toContain('Allowed choices are source, target');
});
