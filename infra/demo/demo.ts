import pc from 'picocolors';
import { drayCommands } from './commands.ts';
import { checkPort, raiseControlPlane, type ControlPlane } from './control-plane.ts';
import { commandLine } from './dray.ts';
import { cutOver, startShopWriter, waitForCommits } from './cutover.ts';
import { describeGround, prepareGround, type Ground } from './ground.ts';
import { listHints } from './hints.ts';
import { createStopwatch, type Stopwatch } from './laps.ts';
import {
  cancelPreviousRuns,
  removePreviousApplication,
  removePreviousPlan,
} from './previous-run.ts';
import type { Setting } from './setting.ts';
import { openShop, type Shop } from './shop.ts';
import { takeStage } from './stage.ts';
import { drawSummary, holdsThroughout, type DemoResult } from './summary.ts';
import { verifyMove } from './verification.ts';

/** Namespaces end with their pods, and those with their grace periods. */
const REMOVAL_LIMIT_MS = 180_000;

/** The whole demo, from nothing to the proof; true when everything held. Of demos runs one at a time. */
export async function runDemo(setting: Setting): Promise<boolean> {
  const stage = await takeStage(setting);
  try {
    return await performDemo(setting);
  } finally {
    await stage.release();
  }
}

async function performDemo(outer: Setting): Promise<boolean> {
  const stopwatch = createStopwatch(outer.progress);
  const setting = { ...outer, progress: stopwatch.timed };
  const { options, say, signal } = setting;

  await checkPort(setting);
  say(heading('Two clusters, Temporal, S3'));
  const ground = await stopwatch.lap('Two clusters, Temporal, S3', () =>
    prepareGround(options, outer.progress, signal),
  );
  for (const line of await describeGround(ground)) say(line);

  say(heading(`Drayage, installed into the cluster ${ground.target.name}`));
  const commands = drayCommands(ground, options.name);
  const controlPlane = await raiseControlPlane(ground, commands, setting);
  try {
    await removePrevious(ground, controlPlane, setting);

    say(heading(`The application ${options.name}, on the cluster ${ground.source.name}`));
    const { images } = ground;
    const shop = await openShop(ground.source, {
      ...{ images, signal },
      progress: setting.progress,
      namespace: options.name,
      bytes: options.bytes,
    });
    const moved = await moveShop(ground, shop, { commands, controlPlane, setting, stopwatch });
    const hints = await listHints(ground, commandLine(commands.serve.args), options);
    const result = { ...moved, hints, laps: stopwatch.laps };
    say(`\n${drawSummary(result)}`);
    return holdsThroughout(result);
  } catch (error) {
    throw controlPlane.whyGone() ?? error;
  } finally {
    await controlPlane.stop();
  }
}

async function removePrevious(
  ground: Ground,
  { dray }: ControlPlane,
  { options, progress, signal }: Setting,
): Promise<void> {
  const patience = { signal, limitMs: REMOVAL_LIMIT_MS };
  await cancelPreviousRuns(ground.target.cluster, options.name, dray);
  await progress.step('Removing what an earlier demo left', async (report) => {
    report('plan and runs');
    await removePreviousPlan(ground.target.cluster, options.name, patience);
    report('the application, on both clusters');
    await removePreviousApplication([ground.source, ground.target], options.name, {
      ...patience,
      isSandbox: options.existing === undefined,
    });
  });
}

interface Tools {
  commands: ReturnType<typeof drayCommands>;
  controlPlane: ControlPlane;
  setting: Setting;
  stopwatch: Stopwatch;
}

type Moved = Omit<DemoResult, 'laps' | 'hints'>;

/** The cutover under fire: the writer starts before the plan is made, and goes on until the target answers. */
async function moveShop(ground: Ground, shop: Shop, tools: Tools): Promise<Moved> {
  const { commands, controlPlane, setting, stopwatch } = tools;
  const { options, progress, say, signal, folder } = setting;
  const { namespace, databaseBytes } = shop;
  const writer = startShopWriter(ground, shop, folder);
  try {
    await progress.step('Starting the writer: an insert every 5 ms', () =>
      waitForCommits(writer, ground.source, { namespace, signal }),
    );
    say(heading('The cutover'));
    const run = await stopwatch.lap('Plan and cutover', () =>
      cutOver(controlPlane, commands, setting),
    );

    say(heading('The proof'));
    await progress.step('Waiting for commits on the target', () =>
      waitForCommits(writer, ground.target, { namespace, signal }),
    );
    await writer.stop();
    const { acknowledged } = writer.report();
    const proofs = await verifyMove(ground, shop, { acknowledged, setting });
    return { name: options.name, databaseBytes, acknowledged, proofs, run };
  } finally {
    await writer.stop();
  }
}

function heading(text: string): string {
  return `\n${pc.bold(pc.cyan(`━━ ${text}`))}`;
}
