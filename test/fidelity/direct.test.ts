import { expect } from '@jest/globals';
import type { RunView } from '../../api/rest/views/run.ts';
import { deploy, execIn, workloadWithVolume } from '../e2e/harness/applications.ts';
import { awaitEnd, endOf, makePlan, SUCCEEDED } from '../e2e/harness/runs.ts';
import { scenario } from '../e2e/harness/scenario.ts';
import type { Scene } from '../e2e/harness/scene.ts';
import { DATA_SETS, type DataSet } from './data-sets.ts';
import { compareVolumes } from './listing.ts';

const { test } = scenario('fidelity-direct');

const PLAN = 'everything';
const RUN_LIMIT_MS = 900_000;
const LIST_LIMIT_MS = 600_000;

const name = ({ claim }: DataSet): string => `set-${claim.slice(0, 1)}`;

function workload(scene: Scene, namespace: string, set: DataSet) {
  return workloadWithVolume({
    ...{ namespace, image: scene.images.mover, name: name(set), claimName: set.claim },
    // Found filled on the target, or when the pod is made anew.
    script: `cd /data\n[ -e /tmp/filled ] || exec bash -c "$WHOLE"`,
    environment: {
      WHOLE: [
        'set -e',
        `if [ "$(ls -A /data)" = "" ]; then ${set.fill}\nfi`,
        'touch /tmp/filled',
        'trap "exit 0" TERM INT; while :; do sleep 3600 & wait $!; done',
      ].join('\n'),
    },
    ready: ['test', '-e', '/tmp/filled'],
    capacity: '12Gi',
  });
}

let namespace: string;

test(
  'stages every data set',
  async (scene) => {
    namespace = scene.namespace('all');
    const { source } = scene;
    await source.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    // One after the other: the disk is one.
    for (const set of DATA_SETS) await deploy(source, workload(scene, namespace, set));
    await makePlan(scene, { name: PLAN, namespaces: [namespace], objectTransport: 'Direct' });

    const { stdout } = await scene.dray('stage', PLAN, '-o', 'json');
    const run = await awaitEnd(scene, (JSON.parse(stdout) as RunView).name, RUN_LIMIT_MS);

    expect(endOf(run)).toEqual(SUCCEEDED);
  },
  RUN_LIMIT_MS + 300_000,
);

test(
  'cuts over what has changed since',
  async (scene) => {
    for (const set of DATA_SETS) {
      const where = { namespace, app: name(set) };
      await execIn(scene.source, where, ['bash', '-c', `cd /data; set -e\n${set.change}`]);
    }

    const { stdout } = await scene.dray('cutover', PLAN, '-o', 'json');
    const run = await awaitEnd(scene, (JSON.parse(stdout) as RunView).name, RUN_LIMIT_MS);

    expect(endOf(run)).toEqual(SUCCEEDED);
    expect(run.volumes.map(({ state }) => state)).toEqual(DATA_SETS.map(() => 'verified'));
  },
  RUN_LIMIT_MS + 120_000,
);

for (const set of DATA_SETS) {
  test(
    `brings ${set.what}`,
    async (scene) => {
      const where = { namespace, claim: set.claim, image: scene.images.mover };
      const { source, target, differences } = await compareVolumes(
        { cluster: scene.source, ...where },
        { cluster: scene.target, ...where },
      );

      expect(differences).toEqual([]);
      expect(source.entries).toBeGreaterThanOrEqual(set.leastEntries);
      // Holes stay holes.
      expect(target.allocated).toBeLessThan(source.allocated * 1.05 + 2 ** 20);
    },
    LIST_LIMIT_MS,
  );
}
