import { createHash } from 'node:crypto';
import type { Cluster } from '../../../clients/kube/cluster.ts';
import type { KubeObject } from '../../../domain/kube-object.ts';
import { execIn, smallApplication } from '../harness/applications.ts';

export interface LedgerOptions {
  namespace: string;
  image: string;
  /** Random bytes that a copy has to carry. */
  megabytes: number;
  /** How long the application takes to end when it is asked to. @default 0 */
  farewellSeconds?: number;
}

/**
 * An application that counts, ten times a second, into its volume. When it is asked to end it writes down where
 * it stood, and when it starts, what it found: what is lost between both is seen by comparing two numbers.
 */
const COUNT = `
cd /data
if [ ! -e made ]; then
  dd if=/dev/urandom of=bulk bs=1M count="$MEGABYTES" 2>/dev/null
  mkdir -p small && for n in $(seq 200); do echo "$n" > small/$n; done
  sync && touch made
fi
number=$(cat count 2>/dev/null || echo 0)
echo "$number" > found
ended=
trap 'ended=yes' TERM INT
while [ -z "$ended" ]; do
  number=$((number + 1))
  echo "$number" > count.new && mv count.new count
  sleep 0.1 & wait $! || true
done
echo "$number" > left
for n in $(seq 1 "$FAREWELL"); do sleep 1; done
exit 0
`;

export function ledger(options: LedgerOptions): KubeObject[] {
  const { namespace, image, megabytes, farewellSeconds = 0 } = options;
  const objects = smallApplication({
    ...{ namespace, image, name: 'ledger', script: COUNT },
    environment: { MEGABYTES: String(megabytes), FAREWELL: String(farewellSeconds) },
    ready: ['test', '-e', '/data/made'],
    capacity: `${megabytes + 16}Mi`,
  });
  return objects.map((object) =>
    object.kind === 'Deployment' ? withGrace(object, farewellSeconds + 5) : object,
  );
}

function withGrace(deployment: KubeObject, seconds: number): KubeObject {
  const spec = deployment['spec'] as { template: { spec: object } };
  const pod = { ...spec.template.spec, terminationGracePeriodSeconds: seconds };
  return { ...deployment, spec: { ...spec, template: { ...spec.template, spec: pod } } };
}

/** What an application has in its volume that does not change any more. */
export interface Holdings {
  /** Of all files but the counter's: one digest. */
  digest: string;
  /** Where it stood when it last ended; empty when it never did. */
  left: string;
  /** Where it began when it last started. */
  found: string;
}

const DESCRIBE =
  'cd /data && sha256sum bulk && find small -type f | sort | xargs sha256sum && ' +
  'echo "--$(cat left 2>/dev/null)--$(cat found)"';

/** Reads the volume through the application that runs on it. */
export async function holdingsOf(cluster: Cluster, namespace: string): Promise<Holdings> {
  const where = { namespace, app: 'ledger' };
  const told = await execIn(cluster, where, ['sh', '-c', DESCRIBE]);
  const [files = '', left = '', found = ''] = told.trimEnd().split('--');
  return { digest: createHash('sha256').update(files).digest('hex'), left, found };
}
