import { hostManifests, OPERATOR_ROLE } from '../../domain/install/host.ts';
import { NAMESPACE } from '../../domain/kinds/group.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import type { Session } from '../context.ts';
import { printManifests } from '../output.ts';
import { applyObjects, awaitEstablished, type Change } from './apply.ts';
import { readDefinitions } from './definitions.ts';
import { openCluster } from './open-cluster.ts';

export interface InstallOptions {
  kubeconfig?: string;
  context?: string;
  dryRun?: true;
}

/** Installs what the host cluster needs. Doing it again brings an installation up to date. */
export async function installHost(
  session: Session,
  { kubeconfig, context, dryRun }: InstallOptions,
): Promise<undefined> {
  const { io } = session;
  const definitions = await readDefinitions();
  const objects = hostManifests(definitions);
  if (dryRun === true) return showManifests(session, objects);

  const { cluster } = openCluster(kubeconfig, context);
  io.err(`Installing into ${cluster.url} (${await cluster.version()}) ...\n`);
  await applyObjects(cluster, objects, (object, change) => tellChange(session, object, change));
  await awaitEstablished(cluster, definitions, io);
  if (session.output === 'json' || session.output === 'yaml') await showManifests(session, objects);
  io.err(
    `Drayage is installed. Next: dray serve, or give a person the right to use it:\n` +
      `  kubectl -n ${NAMESPACE} create rolebinding ${OPERATOR_ROLE} --clusterrole=${OPERATOR_ROLE} --user=NAME\n`,
  );
  return undefined;
}

/** Manifests for other tools, or one line each for people. */
export async function showManifests(
  { io, output }: Session,
  objects: readonly KubeObject[],
): Promise<undefined> {
  if (output === 'json' || output === 'yaml') await printManifests(io, output, objects);
  else for (const object of objects) io.out(`${nameOf(object)}\n`);
  return undefined;
}

/** As kubectl tells it: `clusterrole/drayage created`. */
export function tellChange({ io, output }: Session, object: KubeObject, change: Change): void {
  if (output === 'name') io.out(`${nameOf(object)}\n`);
  else if (output === 'table' || output === 'wide') io.out(`${nameOf(object)} ${change}\n`);
}

function nameOf({ kind, metadata }: KubeObject): string {
  return `${kind.toLowerCase()}/${metadata.name}`;
}
