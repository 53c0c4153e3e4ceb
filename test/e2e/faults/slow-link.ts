import { ROLE_LABEL } from '../../../domain/transfer/names.ts';
import type { Scene } from '../harness/scene.ts';
import { waitUntil } from '../harness/wait.ts';
import { runCommand, tryCommand } from '../../../infra/sandbox/command.ts';
import { CLUSTERS, netnsPath } from '../../../infra/sandbox/layout.ts';

export interface SlowLink {
  /** Lets everything through again. */
  lift(): Promise<void>;
}

const POD_MS = 60_000;

/** Deep enough for a packet that the network card is to cut up. */
const SHAPE = ['burst', '256kb', 'latency', '400ms'];

/**
 * Slows down what one receiver gets, on the cable of its pod alone: a small volume is then long enough on its way
 * for something to happen meanwhile, and nobody else on the machine notices.
 */
export async function slowLink(
  scene: Scene,
  { namespace, megabits }: { namespace: string; megabits: number },
): Promise<SlowLink> {
  const address = await receiverAddress(scene, namespace);
  const [route] = JSON.parse(await inTarget(['ip', '-json', 'route', 'get', address])) as {
    dev: string;
  }[];
  const cable = route?.dev ?? '';
  const root = ['dev', cable, 'root'];
  await inTarget(['tc', 'qdisc', 'replace', ...root, 'tbf', 'rate', `${megabits}mbit`, ...SHAPE]);
  return {
    lift: async () => {
      // With the pod its cable is gone, and that is as good.
      await tryCommand(enter(['tc', 'qdisc', 'del', ...root]));
    },
  };
}

function receiverAddress({ target }: Scene, namespace: string): Promise<string> {
  const labelSelector = `${ROLE_LABEL}=receiver`;
  return waitUntil(
    async () => {
      const pods = await target.list({ apiVersion: 'v1', kind: 'Pod', namespace, labelSelector });
      return pods
        .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
        .map((pod) => ((pod['status'] ?? {}) as { podIP?: string }).podIP)
        .find((ip) => ip !== undefined);
    },
    { what: `the receiver in ${namespace}`, limitMs: POD_MS, everyMs: 50 },
  );
}

function inTarget(argv: string[]): Promise<string> {
  return runCommand(enter(argv));
}

function enter(argv: string[]): string[] {
  return ['nsenter', `--net=${netnsPath(CLUSTERS.target)}`, '--', ...argv];
}
