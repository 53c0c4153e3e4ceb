import type { FailureCode } from '../failures/table.ts';
import type { Endpoint } from './manifests/spec.ts';
import type { ProxyAnswer } from './proxy-probe.ts';
import { judgePass } from './verdict.ts';

/** How a probe of the way to the receiver ended. */
export interface ProbeEnd {
  rc: number;
  /** The end of rsync's error output. */
  stderr: string;
  /** Recent lines of the log of the sender's tunnel. */
  tunnelLog: string;
  /** Where the receiver is to be found. */
  endpoint: Endpoint;
  /** With a proxy on the way: itself, and what it said when it was asked. */
  proxy?: { host: string; port: number; answer: ProxyAnswer };
  /** The volume, as messages name it: `namespace/claim`. */
  volume: string;
}

export type ProbeVerdict =
  | { kind: 'answers' }
  /** `retry`: it may come; `fatal`: a person must act. `elsewhere`: another endpoint may be reached nevertheless. */
  | { kind: 'retry' | 'fatal'; code: FailureCode; reason: string; elsewhere: boolean };

type Finding = Omit<Exclude<ProbeVerdict, { kind: 'answers' }>, 'reason'> & { says: string };

/** Which hop of the way it is that fails: name, proxy, endpoint, TLS, or the daemon at the end. */
export function judgeProbe(end: ProbeEnd): ProbeVerdict {
  if (end.rc === 0) return { kind: 'answers' };
  const finding =
    proxyFinding(end) ??
    daemonWords(end) ??
    tunnelFinding(end) ??
    endFinding(end) ??
    otherFinding(end);
  const { says, ...verdict } = finding;
  return { ...verdict, reason: `${end.volume}: ${says}` };
}

function proxyFinding({ proxy, endpoint }: ProbeEnd): Finding | undefined {
  if (proxy === undefined || proxy.answer.hop === 'beyond') return undefined;
  const { hop, says } = proxy.answer;
  const at = `the proxy ${addressOf(proxy)}`;
  const to = addressOf(endpoint);
  switch (hop) {
    case 'name':
      return away('DRAY-3050', `the name of ${at}: ${says}`);
    case 'proxy':
      return away('DRAY-3051', `${at}: ${says}`);
    case 'password':
      return { ...away('DRAY-3052', `${at} answers: ${says}`), kind: 'fatal' };
    case 'forbidden':
      return { ...elsewhere('DRAY-3053', `${at} answers about ${to}: ${says}`), kind: 'fatal' };
    case 'endpoint':
      return elsewhere('DRAY-3054', `${at} does not reach ${to}: ${says}`);
  }
}

/** A daemon that speaks is there: its own words say what it wants. */
function daemonWords(end: ProbeEnd): Finding | undefined {
  return end.stderr.includes('@ERROR') ? otherFinding(end) : undefined;
}

/** The latest line of stunnel that says something counts. */
function tunnelFinding({ tunnelLog, endpoint, proxy }: ProbeEnd): Finding | undefined {
  // Of a proxy that lets through now, older lines may tell otherwise.
  const signs = proxy === undefined ? [...CONNECT_SIGNS, ...TLS_SIGNS] : TLS_SIGNS;
  for (const line of tunnelLog.split('\n').reverse()) {
    const found = signs.find(([sign]) => sign.test(line))?.[1];
    if (found !== undefined) return found(addressOf(endpoint));
  }
  return undefined;
}

type Sign = [RegExp, (at: string) => Finding];

/** Worded as by stunnel 5.68 on Linux; the tests have the lines themselves. */
const CONNECT_SIGNS: readonly Sign[] = [
  [
    /Error resolving|No remote host resolved/,
    (at) => elsewhere('DRAY-3050', `${at} does not resolve`),
  ],
  [/s_connect: .*Connection refused/, (at) => elsewhere('DRAY-3054', `${at} refuses connections`)],
  [
    /s_connect: .*(No route to host|Network is unreachable|Permission denied)/,
    (at) => elsewhere('DRAY-3054', `there is no way to ${at}`),
  ],
  [/TIMEOUTconnect exceeded/, (at) => elsewhere('DRAY-3054', `${at} does not answer in time`)],
];

const TLS_SIGNS: readonly Sign[] = [
  [
    /alert illegal parameter|binder does not verify|alert decrypt error|unknown psk/i,
    (at) => ({ ...away('DRAY-3006', `the receiver at ${at} has another key`), kind: 'fatal' }),
  ],
  [
    /certificate verify failed|Rejected by CERT|wrong version number|alert handshake failure|no shared cipher/i,
    (at) => elsewhere('DRAY-3055', `who answers at ${at} does not have the key of the run`),
  ],
  [
    /SSL_connect: .*(unexpected eof|Connection reset|Broken pipe)|SSL_connect: Peer suddenly/,
    (at) => elsewhere('DRAY-3054', `${at} takes the connection and drops it`),
  ],
  // The handshake was done: what did not take the bytes lies behind it.
  [/TLS socket closed/, (at) => away('DRAY-3056', `nothing answers behind the tunnel at ${at}`)],
];

/** What rsync alone tells. */
function endFinding({ rc, stderr, endpoint }: ProbeEnd): Finding | undefined {
  const at = addressOf(endpoint);
  if (stderr.includes('did not see server greeting') || stderr.includes('server startup line')) {
    return away('DRAY-3056', `nothing answers behind the tunnel at ${at}`);
  }
  if (rc === 30 || rc === 35) return elsewhere('DRAY-3054', `${at} does not answer in time`);
  return undefined;
}

/** The tunnel in the sender's own pod, or what a probe does not bring about. */
function otherFinding({ rc, stderr, volume, ...end }: ProbeEnd): Finding {
  // A proxy that lets through now tells older lines to be of the past.
  const tunnelLog = end.proxy === undefined ? end.tunnelLog : '';
  const {
    kind,
    code = 'DRAY-3005',
    reason,
  } = judgePass({ rc, stderr, tunnelLog, volume, kind: 'initial' });
  const says = reason.replace(`${volume}: `, '');
  return { kind: kind === 'fatal' ? 'fatal' : 'retry', code, says, elsewhere: false };
}

function away(code: FailureCode, says: string): Finding {
  return { kind: 'retry', code, says, elsewhere: false };
}

function elsewhere(code: FailureCode, says: string): Finding {
  return { kind: 'retry', code, says, elsewhere: true };
}

function addressOf({ host, port }: Endpoint): string {
  return `${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
}
