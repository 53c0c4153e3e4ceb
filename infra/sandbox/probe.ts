import { readFile } from 'node:fs/promises';
import { type RequestOptions, get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';
import { connect } from 'node:net';

import { tryCommand } from './command.ts';
import type { Probe } from './daemons/daemon.ts';

/** An answer later than this is no answer. */
const ANSWER_LIMIT_MS = 2000;

/** Why the daemon is not ready yet, in the words of whoever refused; undefined when it is. */
export async function whyNotReady(probe: Probe): Promise<string | undefined> {
  switch (probe.kind) {
    case 'http':
      return askHttp(probe);
    case 'socket':
      return askSocket(probe.path);
    case 'command':
      return askCommand(probe.argv);
  }
}

export interface HttpAnswer {
  status: number;
  body: string;
}

/** GET, with an authority or a client certificate of our own; Node's fetch cannot take those. */
export async function httpGet(
  url: string,
  options: RequestOptions & Tls = {},
): Promise<HttpAnswer> {
  const get = url.startsWith('https:') ? getHttps : getHttp;
  return new Promise((resolve, reject) => {
    // No agent: a kept-alive connection of a probe would outlive the server it probed.
    const request = get(url, { agent: false, timeout: ANSWER_LIMIT_MS, ...options }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    request.on('timeout', () => request.destroy(new Error(`no answer in ${ANSWER_LIMIT_MS} ms`)));
    request.on('error', reject);
  });
}

export interface Tls {
  ca?: string;
  cert?: string;
  key?: string;
  rejectUnauthorized?: boolean;
}

async function askHttp(probe: Extract<Probe, { kind: 'http' }>): Promise<string | undefined> {
  try {
    const { status, body } = await httpGet(probe.url, {
      ...(probe.ca !== undefined && { ca: await readFile(probe.ca, 'utf8') }),
      // A health check of a server that signs its own certificate at each start; nothing is sent.
      ...(probe.unverified && { rejectUnauthorized: false }),
    });
    return status === 200 ? undefined : `HTTP ${status}: ${firstLine(body)}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function askSocket(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    socket.once('connect', () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.once('error', (error) => resolve(error.message));
  });
}

/** Without the user's environment, where a setting may point the command elsewhere. */
async function askCommand(argv: readonly string[]): Promise<string | undefined> {
  const env = { PATH: process.env['PATH'], HOME: '/nonexistent' };
  const signal = AbortSignal.timeout(2 * ANSWER_LIMIT_MS);
  try {
    const { code, stderr, stdout } = await tryCommand(argv, { env, signal });
    return code === 0 ? undefined : `exit code ${code}: ${firstLine(stderr || stdout)}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
