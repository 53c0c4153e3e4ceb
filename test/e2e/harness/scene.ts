import path from 'node:path';
import { OPERATOR_ROLE } from '../../../domain/install/host.ts';
import { STAGE_LOCK_FILE } from '../../../infra/sandbox/layout.ts';
import { takeLock } from '../../../infra/sandbox/lock.ts';
import { type Bucket, createBucket } from './bucket.ts';
import type { DrayResult } from './dray.ts';
import { EXISTING, type Ground, raiseGround } from './ground.ts';
import { makeAccount } from './account.ts';
import { freshName } from './names.ts';
import { type Product, startProduct, type WorkerWay } from './product.ts';
import { removeNamespaces, removeVeleroTraces } from './removal.ts';
import { createTemporalNamespace, type TemporalNamespace } from './temporal.ts';

/** Everything that one test file works with. All but the ground is its own, and gone afterwards. */
export interface Scene extends Ground {
  /** The word in all names of this scene; also the namespace of its custom resources, on the target. */
  name: string;
  temporal: TemporalNamespace;
  bucket: Bucket;
  product: Product;
  /** The MigStorage of the bucket; Velero's location has this name too. */
  storage: string;
  /** A name for a namespace of an application; it is removed from both clusters at the end. */
  namespace(suffix: string): string;
  /** Work to be done at the end, before what was there earlier is taken away. */
  defer(work: () => Promise<void>): void;
  /** Runs a command that must succeed. */
  dray(...args: string[]): Promise<DrayResult>;
}

export interface SceneOptions {
  /** Registers both clusters (`source`, `target`) and the bucket. @default true */
  register?: boolean;
  /** Raised by somebody who holds the stage; without it, both are done here. */
  ground?: Ground;
  /** Another way to run a worker than the product's own command. */
  worker?: WorkerWay;
}

/** Set by whoever has the sandbox to himself already, and runs the tests in it. */
const STAGE_IS_HELD = process.env['DRAY_STAGE_HELD'] === 'true';

function tellWait(holder: string): void {
  process.stderr.write(`waiting for the sandbox: ${holder}\n`);
}

const ARTIFACTS = path.join(import.meta.dirname, '../../.artifacts');

/** @param title names the folder of the logs, `test/.artifacts/<title>` */
export async function openScene(
  title: string,
  { register = true, ground: raised, worker }: SceneOptions,
  cleanups: AsyncDisposableStack,
): Promise<Scene> {
  if (raised === undefined) await takeStage(title, cleanups);
  const ground = raised ?? (await raiseGround());
  const { source, target } = ground;
  const name = freshName();
  const namespaces = [name];
  cleanups.defer(async () => {
    await Promise.all([source, target].map((cluster) => removeNamespaces(cluster, namespaces)));
  });
  await target.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  const temporal = await createTemporalNamespace(ground.temporal, name);
  cleanups.defer(() => temporal.remove());
  const bucket = await createBucket(ground.s3, name);
  cleanups.defer(() => bucket.remove());
  cleanups.defer(async () => {
    await Promise.all([source, target].map((cluster) => removeVeleroTraces(cluster, name)));
  });
  const token = await makeAccount(target, {
    namespace: name,
    name: 'operator',
    role: OPERATOR_ROLE,
  });
  const folder = path.join(ARTIFACTS, title);
  const product = await startProduct({
    ...{ ground, temporal, namespace: name, token, folder },
    ...(worker === undefined ? {} : { worker }),
  });
  cleanups.defer(() => product.stop());
  const scene: Scene = {
    ...ground,
    ...{ name, temporal, bucket, product, storage: name },
    namespace: (suffix) => {
      const full = `${name}-${suffix}`;
      if (!namespaces.includes(full)) namespaces.push(full);
      return full;
    },
    defer: (work) => {
      cleanups.defer(work);
    },
    dray: (...args) => mustRun(product, args),
  };
  if (register) await registerAll(scene);
  return scene;
}

/** Some scenes take an API server of the sandbox or Temporal away, others measure: one at a time on a machine. */
export async function takeStage(title: string, cleanups: AsyncDisposableStack): Promise<void> {
  if (EXISTING !== undefined || STAGE_IS_HELD) return;
  const stage = await takeLock({
    purpose: `test ${title}`,
    file: STAGE_LOCK_FILE,
    onWait: tellWait,
  });
  cleanups.defer(() => stage.release());
}

async function registerAll({ sites, s3, storage, bucket, product, dray }: Scene): Promise<void> {
  const address = s3.url === undefined ? [] : ['--url', s3.url];
  await Promise.all([
    dray('cluster', 'add', 'target', '--host', '--wait'),
    dray('cluster', 'add', 'source', '--from-kubeconfig', sites.source.kubeconfig, '--wait'),
    mustRun(
      product,
      // prettier-ignore
      ['storage', 'add', storage, '--bucket', bucket.name, ...address, '--region', s3.region,
        '--access-key', s3.accessKey, '--wait'],
      { AWS_SECRET_ACCESS_KEY: s3.secretKey },
    ),
  ]);
}

async function mustRun(
  product: Product,
  args: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<DrayResult> {
  const result = await product.dray(args, { env });
  if (result.code === 0) return result;
  const { code, stdout, stderr } = result;
  throw new Error(`dray ${args.join(' ')} ended with ${code}\n${stdout}\n${stderr}`);
}
