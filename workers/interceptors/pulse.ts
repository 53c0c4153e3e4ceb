import { Context } from '@temporalio/activity';
import type {
  ActivityExecuteInput,
  ActivityInboundCallsInterceptor,
  Next,
} from '@temporalio/worker';

/** Often enough for the shortest heartbeat timeout in workflows/proxies.ts, even when some are late. */
const EVERY_MS = 2_000;

/**
 * Says that the worker lives for as long as it carries an act. A dead worker is thereby noticed within seconds,
 * in the middle of a short act too, while a cluster that is slow to answer is no reason to have the act begun a
 * second time beside the first. What the act itself says, for people in the Temporal UI, is said again each time.
 */
export class Pulse implements ActivityInboundCallsInterceptor {
  async execute(
    input: ActivityExecuteInput,
    next: Next<ActivityInboundCallsInterceptor, 'execute'>,
  ): Promise<unknown> {
    const context = Context.current();
    const { heartbeat } = context;
    let said: unknown;
    // A field of its own in each context; whoever beats through the context comes by here.
    Object.assign(context, {
      heartbeat: (details?: unknown) => {
        said = details;
        heartbeat(details);
      },
    });
    const timer = setInterval(() => heartbeat(said), EVERY_MS);
    try {
      return await next(input);
    } finally {
      clearInterval(timer);
    }
  }
}
