import { DEFAULT_DEADLINE_SECONDS, hookSide, LONGEST_DEADLINE_SECONDS } from '../hooks/runnable.ts';
import { decodePlaybook, playbookProblem } from '../hooks/playbook.ts';
import type { ConditionDraft } from '../kinds/condition.ts';
import type { MigHook } from '../kinds/mig-hook.ts';

type Spec = MigHook['spec'];
type Check = (spec: Spec, readYaml: ReadYaml) => ConditionDraft | undefined;

/** @throws whatever says in its message why the text is no YAML */
export type ReadYaml = (text: string) => unknown;

/** In MTC's words (mig-controller, pkg/controller/mighook/validation.go); a playbook need not name an image here. */
const CHECKS: readonly Check[] = [checkImage, checkTarget, checkProgram, checkDeadline];

/** The conditions of a MigHook: whether it can be run, wherever a plan names it. */
export function hookConditions({ spec }: Pick<MigHook, 'spec'>, readYaml: ReadYaml) {
  const found = CHECKS.flatMap((check) => check(spec, readYaml) ?? []);
  if (found.length > 0) return found;
  const message = 'The hook is ready.';
  return [{ type: 'Ready', status: 'True', category: 'Required', message } as const];
}

function checkImage({ custom, image }: Spec): ConditionDraft | undefined {
  if (!custom || image !== '') return undefined;
  return critical(
    'InvalidImage',
    'NotSet',
    '`spec.image` is empty: a custom hook names its image.',
  );
}

function checkTarget({ targetCluster }: Spec): ConditionDraft | undefined {
  if (hookSide(targetCluster) !== undefined) return undefined;
  const message = `\`spec.targetCluster\` is "${targetCluster}": it must be source or destination.`;
  return critical('InvalidTarget', 'NotValid', message);
}

function checkProgram({ custom, playbook = '' }: Spec, readYaml: ReadYaml) {
  if (custom) return playbook === '' ? undefined : bothPrograms();
  if (playbook === '') {
    const message = '`spec.playbook` is missing: a hook that is not `custom` runs a playbook.';
    return critical('InvalidAnsibleHook', 'NotSet', message);
  }
  const problem = problemOf(playbook, readYaml);
  if (problem === undefined) return undefined;
  return critical(
    'InvalidPlaybookData',
    'NotValid',
    `\`spec.playbook\` cannot be run: ${problem}.`,
  );
}

function bothPrograms(): ConditionDraft {
  const message =
    '`spec.playbook` is set although `spec.custom` is true: a custom hook runs what its image brings. ' +
    'Remove the playbook, or set `spec.custom` to false.';
  return critical('InvalidCustomHook', 'NotSupported', message);
}

function problemOf(playbook: string, readYaml: ReadYaml): string | undefined {
  const text = decodePlaybook(playbook);
  if (text === undefined) return 'it is not text in base64';
  try {
    return playbookProblem(readYaml(text));
  } catch (error) {
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return `it is not YAML: ${first.replace(/[.:]$/, '')}`;
  }
}

function checkDeadline({
  activeDeadlineSeconds: seconds = DEFAULT_DEADLINE_SECONDS,
}: Spec): ConditionDraft | undefined {
  if (seconds >= 1 && seconds <= LONGEST_DEADLINE_SECONDS) return undefined;
  const message =
    `\`spec.activeDeadlineSeconds\` is ${seconds}: it must be from 1 to ` +
    `${LONGEST_DEADLINE_SECONDS} (six days); without it, ${DEFAULT_DEADLINE_SECONDS}.`;
  return critical('InvalidDeadline', 'NotValid', message);
}

function critical(type: string, reason: string, message: string): ConditionDraft {
  return { type, status: 'True', category: 'Critical', reason, message };
}
