import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** An act that is about to begin in a worker. */
export interface Arrival {
  /** Of the worker. */
  pid: number;
  workflowId: string;
  activity: string;
}

/** What becomes of it. */
export type Verdict = { go: true } | { fail: string };

export const GO: Verdict = { go: true };

/** Every act of the lane's workers waits here until it may begin. */
export interface Gate {
  readonly url: string;
  /** Decides from now on about the acts of one run, its volumes included. */
  guard(runId: string, decide: (arrival: Arrival) => Promise<Verdict>): void;
  /** All of that run may pass. */
  open(runId: string): void;
  close(): Promise<void>;
}

export async function startGate(): Promise<Gate> {
  const guards = new Map<string, (arrival: Arrival) => Promise<Verdict>>();
  async function answer(request: http.IncomingMessage, response: http.ServerResponse) {
    const arrival = (await json(request)) as Arrival;
    const [runId = ''] = arrival.workflowId.split('/volume/');
    const verdict = (await guards.get(runId)?.(arrival)) ?? GO;
    response.setHeader('content-type', 'application/json').end(JSON.stringify(verdict));
  }
  const server = http.createServer((request, response) => {
    // A worker that cannot ask tries the act again, as after any other error.
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    guard: (runId, decide) => {
      guards.set(runId, decide);
    },
    open: (runId) => {
      guards.delete(runId);
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
