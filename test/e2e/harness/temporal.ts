import { Client, Connection } from '@temporalio/client';
import { startTemporalServer } from '../../workflow/temporal-server.ts';
import type { Ground } from './ground.ts';
import { waitUntil } from './wait.ts';

/** A namespace in Temporal, for one test file alone. */
export interface TemporalNamespace {
  name: string;
  address: string;
  client: Client;
  remove(): Promise<void>;
}

const DAY_SECONDS = 24 * 3600;
const USABLE_MS = 30_000;

/** Makes a namespace in a Temporal that runs, else in one that is started for it and ends with it. */
export async function createTemporalNamespace(
  running: Ground['temporal'],
  name: string,
): Promise<TemporalNamespace> {
  if (running !== undefined) return namespaceAt(running.address, name);
  const server = await startTemporalServer();
  try {
    const namespace = await namespaceAt(server.address, name);
    return {
      ...namespace,
      remove: async () => {
        await namespace.remove();
        await server.teardown();
      },
    };
  } catch (error) {
    await server.teardown();
    throw error;
  }
}

async function namespaceAt(address: string, name: string): Promise<TemporalNamespace> {
  const connection = await Connection.connect({ address });
  await connection.workflowService.registerNamespace({
    namespace: name,
    workflowExecutionRetentionPeriod: { seconds: DAY_SECONDS as unknown as Long },
  });
  const client = new Client({ connection, namespace: name });
  await waitUntil(() => answers(client), {
    what: `the namespace ${name} in Temporal`,
    limitMs: USABLE_MS,
  });
  return {
    name,
    address,
    client,
    remove: async () => {
      await connection.operatorService.deleteNamespace({ namespace: name });
      await connection.close();
    },
  };
}

type Long = NonNullable<
  NonNullable<
    Parameters<
      Connection['workflowService']['registerNamespace']
    >[0]['workflowExecutionRetentionPeriod']
  >['seconds']
>;

/** Its parts learn of a new namespace one after the other; a list asks those that are the last to know. */
async function answers(client: Client): Promise<true> {
  for await (const found of client.workflow.list({ pageSize: 1 })) {
    throw new Error(`a new namespace holds ${found.workflowId}`);
  }
  return true;
}
