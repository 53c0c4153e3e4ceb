import path from 'node:path';
import type { DrayCommands } from './commands.ts';
import type { ControlPlane } from './control-plane.ts';
import { DemoFailure } from './demo-failure.ts';
import { diagnose } from './diagnosis.ts';
import { databaseEndpoint } from './endpoint.ts';
import type { Ground, Site } from './ground.ts';
import { fileJournal } from './journal.ts';
import { RunReport } from './run-report.ts';
import type { Setting } from './setting.ts';
import type { Shop } from './shop.ts';
import { waitUntil } from './wait.ts';
import { startWriter, type Writer } from './writer.ts';

/** Enough commits on either side to be worth a proof. */
const WARM_UP = 200;
const FIRST_COMMITS_LIMIT_MS = 60_000;
const ARRIVAL_LIMIT_MS = 180_000;

/** Exit codes of `dray` after which the application is on the target: all well, and with warnings. */
const MOVED = [0, 3];

export function startShopWriter(ground: Ground, shop: Shop, folder: string): Writer {
  const { credentials, namespace, run } = shop;
  return startWriter({
    credentials,
    run,
    endpoints: [ground.source, ground.target].map((site) => databaseEndpoint(site, namespace)),
    journal: fileJournal(path.join(folder, 'acknowledged.log')),
  });
}

/** Waits until the writer got so many confirmations from one side. */
export async function waitForCommits(
  writer: Writer,
  site: Site,
  { namespace, signal }: { namespace: string; signal: AbortSignal },
): Promise<void> {
  await waitUntil({
    what: `${WARM_UP} commits that the ${site.name} acknowledged`,
    limitMs: site.name === 'target' ? ARRIVAL_LIMIT_MS : FIRST_COMMITS_LIMIT_MS,
    signal,
    everyMs: 100,
    look: () => {
      const { acknowledged } = writer.report();
      const there = acknowledged.filter(({ endpoint }) => endpoint === site.name).length;
      return Promise.resolve(there >= WARM_UP ? true : undefined);
    },
    diagnose: async () => [
      `The writer says: ${writer.report().lastError ?? 'nothing'}`,
      ...(await diagnose(site.cluster, namespace)),
    ],
  });
}

/** Makes the plan, runs it in full view, and answers with what the server says about it at the end. */
export async function cutOver(
  { dray }: ControlPlane,
  commands: DrayCommands,
  { options, folder }: Setting,
): Promise<RunReport> {
  await dray.must(commands.createPlan.args);
  const exitCode = await dray.show(commands.cutover.args);
  if (!MOVED.includes(exitCode)) {
    throw new DemoFailure(
      `The cutover ended with exit code ${exitCode}: ${options.name} has not moved`,
      {
        hint:
          'What failed stands above, with what to do. The source was left as it was found. ' +
          `The server's log is ${path.join(folder, 'serve.log')}. \`make demo\` begins anew.`,
      },
    );
  }
  return RunReport.parse(await dray.read(commands.status.args));
}
