import { GROUP } from '../kinds/group.ts';
import { correlationLabel } from '../kinds/labels.ts';
import type { KubeObject } from '../kube-object.ts';
import type { RunHook } from '../run/facts.ts';
import { type RunIdentity, runLabels, runObjectName } from '../run/identity.ts';
import { HOOK_PHASES } from './phase.ts';

/** MTC's: the uid of the MigHook. */
const HOOK_LABEL = 'mighook';

/** Which start of a hook its Job is of. */
export const ASKED_BY = `${GROUP}/hook-asked-by`;

/** Selects all that hooks are run with. */
export const HOOK_SELECTOR = HOOK_LABEL;

/** Selects the pods of a Job, by the label that Kubernetes of any age gives them. */
export function podsOfJob(name: string): string {
  return `job-name=${name}`;
}

/** What Job and config map of a hook are called: the same at every try of one run, another in each run. */
export function hookObjectName(
  { plan, uid }: Pick<RunIdentity, 'plan' | 'uid'>,
  { phase, position }: Pick<RunHook, 'phase' | 'position'>,
): string {
  const stem = { migration: plan.replaceAll('.', '-'), uid };
  return runObjectName(stem, `${phase.toLowerCase()}-${position}`);
}

/** MTC's labels of hook Jobs, and those of everything that a run makes. */
export function hookLabels(
  run: RunIdentity,
  hook: { uid: string },
  { phase }: Pick<RunHook, 'phase'>,
): Record<string, string> {
  return {
    ...correlationLabel('MigHook', hook.uid),
    phase,
    owner: run.uid,
    'velero.io/exclude-from-backup': 'true',
    ...runLabels(run),
  };
}

/** Whether an object serves a hook of some run: it is none of an application's. */
export function isOfHook({ metadata: { labels = {} } }: KubeObject): boolean {
  return labels[HOOK_LABEL] !== undefined && labels['migmigration'] !== undefined;
}

const PHASES = HOOK_PHASES.map((phase) => phase.toLowerCase()).join('|');

/** Whether it is also called as ours are. Who copies one with its labels has to call it otherwise. */
export function isHookObject(object: KubeObject): boolean {
  const { name, labels = {} } = object.metadata;
  const run = (labels['migmigration'] ?? '').replaceAll('-', '').slice(0, 8);
  return isOfHook(object) && new RegExp(`-(${PHASES})-\\d+-${run}$`).test(name);
}
