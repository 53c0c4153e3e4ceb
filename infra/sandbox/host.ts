import { hostDaemons } from './daemons/cluster-daemons.ts';
import type { S3Credentials } from './daemons/object-store.ts';
import { requireProgram } from './installed-program.ts';
import type { Making } from './making.ts';
import { startDaemons } from './supervisor.ts';

/** Starts what both clusters share. */
export async function startHost(
  { progress, signal, toolchain }: Making,
  credentials: S3Credentials,
): Promise<void> {
  const programs = {
    ...(await toolchain.tools(['temporal', 'versitygw'])),
    'docker-registry': await requireProgram('docker-registry'),
  };
  await progress.step('Temporal, S3 and registry', (report) =>
    startDaemons(hostDaemons(programs, credentials), {
      signal,
      onWaiting: (names) => report(`waiting for ${names}`),
    }),
  );
}
