import { Context, sleep } from '@temporalio/activity';
import { type Failure, failure } from '../domain/failures/failure.ts';
import type { RunVolume } from '../domain/run/facts.ts';
import { judgeProbe, type ProbeEnd, type ProbeVerdict } from '../domain/transfer/hop.ts';
import type { Endpoint } from '../domain/transfer/manifests/spec.ts';
import { proxyProbeCommand, readProxyAnswer } from '../domain/transfer/proxy-probe.ts';
import { probeCommand } from '../domain/transfer/rsync.ts';
import type { TunnelProxy } from '../domain/settings/settings.ts';
import type { Mover } from './mover.ts';

/** What a probe goes along. */
export interface Way {
  sender: Mover;
  volume: RunVolume;
  endpoint: Endpoint;
  proxy?: TunnelProxy;
  /** The receiver is not root: a program answers in the daemon's place. */
  asUser?: boolean;
}

/** Below this many looks a slow machine would take for silence what is only slow itself. */
const FEWEST_PROBES = 10;
const PROBE_PAUSE_MS = 300;

/** Why the way could not be gone. */
export interface NoWay {
  failure: Failure;
  /** Another endpoint of the same receiver may be reached nevertheless. */
  elsewhere: boolean;
}

/**
 * Waits until sender, tunnel and daemon speak to each other; else says which hop fails.
 * @param limitMs how long the way may take to come: a NodePort is programmed within a second, a router takes some
 */
export async function awaitWay(way: Way, limitMs: number): Promise<NoWay | undefined> {
  const deadline = Date.now() + limitMs;
  for (let probe = 1; ; probe++) {
    const verdict = await probeOnce(way);
    if (verdict.kind === 'answers') return undefined;
    const { kind, code, reason, elsewhere } = verdict;
    if (kind === 'fatal' || (probe >= FEWEST_PROBES && Date.now() >= deadline)) {
      const { object } = way.sender;
      return { failure: failure(code, { detail: reason, object }), elsewhere };
    }
    Context.current().heartbeat({ waitingFor: reason });
    await sleep(PROBE_PAUSE_MS);
  }
}

async function probeOnce(way: Way): Promise<ProbeVerdict> {
  const { sender, volume, endpoint, asUser = false } = way;
  const { exitCode: rc, stderr } = await sender.attempt(probeCommand({ asUser }));
  if (rc === 0) return { kind: 'answers' };
  const [proxy, tunnelLog] = await Promise.all([askProxy(way), sender.tunnelLog()]);
  const name = `${volume.namespace}/${volume.claim}`;
  return judgeProbe({ rc, stderr, tunnelLog, endpoint, volume: name, ...proxy });
}

/** stunnel does not say why a proxy let nothing through: it is asked once more, in a way that tells. */
async function askProxy({ sender, proxy }: Way): Promise<Pick<ProbeEnd, 'proxy'>> {
  if (proxy === undefined) return {};
  const { host, port } = proxy;
  const answer = readProxyAnswer(await sender.attemptInTunnel(proxyProbeCommand()));
  return { proxy: { host, port, answer } };
}
