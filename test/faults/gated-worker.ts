import { parseArgs } from 'node:util';
import { Context } from '@temporalio/activity';
import type {
  ActivityExecuteInput,
  ActivityInboundCallsInterceptor,
  Next,
} from '@temporalio/worker';
import { failure } from '../../domain/failures/failure.ts';
import { readConfig } from '../../workers/config.ts';
import { connectHost } from '../../workers/host.ts';
import { createLogger } from '../../workers/log.ts';
import { untilAskedToEnd } from '../../workers/run-until.ts';
import { startWorker } from '../../workers/worker.ts';
import type { Arrival, Verdict } from './gate.ts';

/** The worker of the product, but that each of its acts asks at the gate whether it may begin. */
class Gated implements ActivityInboundCallsInterceptor {
  readonly #gate: string;

  constructor(gate: string) {
    this.#gate = gate;
  }

  async execute(
    input: ActivityExecuteInput,
    next: Next<ActivityInboundCallsInterceptor, 'execute'>,
  ): Promise<unknown> {
    const { workflowExecution, activityType } = Context.current().info;
    const arrival: Arrival = {
      pid: process.pid,
      workflowId: workflowExecution?.workflowId ?? '',
      activity: activityType,
    };
    const answer = await fetch(this.#gate, { method: 'POST', body: JSON.stringify(arrival) });
    if (!answer.ok) throw new Error(`the gate: ${await answer.text()}`);
    const verdict = (await answer.json()) as Verdict;
    // Fatal in the table, and nothing that any act looks for.
    if ('fail' in verdict) throw failure('DRAY-1009', { detail: verdict.fail });
    return next(input);
  }
}

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { namespace: text, kubeconfig: text, temporal: text, 'temporal-namespace': text },
  });
  const { namespace = '', kubeconfig = '', temporal: address = '' } = values;
  const gate = process.env['DRAY_FAULT_GATE'] ?? '';
  const temporal = { address, namespace: values['temporal-namespace'] ?? '' };
  const listen = { host: '127.0.0.1', port: 0 };
  const config = readConfig({ namespace, kubeconfig, temporal, listen }, process.env);
  const around = [() => ({ inbound: new Gated(gate) })];
  await untilAskedToEnd(async () => {
    const logger = createLogger(config.logLevel);
    const worker = await startWorker(config, connectHost(config), logger, around);
    return {
      ended: worker.ended,
      stop: async () => {
        worker.stop();
        await worker.ended;
      },
    };
  });
}

await main();
