import { NAMESPACE } from '../../domain/kinds/group.ts';
import { silentProgress } from '../sandbox/progress.ts';
import { resolveTools } from '../sandbox/toolchain/toolchain.ts';
import type { Ground } from './ground.ts';
import { OPERATOR } from './operator.ts';
import type { DemoOptions } from './options.ts';

/** Something worth looking at after the demo. */
export interface Hint {
  meaning: string;
  command: string;
}

/** What one may type next. */
export async function listHints(
  { source, target }: Ground,
  serve: string,
  { name, existing }: DemoOptions,
): Promise<Hint[]> {
  // The sandbox built a kubectl of its own; elsewhere there is one, or there would be no kubeconfig.
  const { kubectl } =
    existing === undefined
      ? await resolveTools(['kubectl'], silentProgress)
      : { kubectl: 'kubectl' };
  const on = ({ kubeconfig }: { kubeconfig: string }): string =>
    `${kubectl} --kubeconfig ${kubeconfig}`;
  const again = existing === undefined ? ' (make clean takes everything away)' : '';
  return [
    { meaning: 'the application, moved', command: `${on(target)} -n ${name} get all,pvc` },
    { meaning: 'what is left of it, quiesced', command: `${on(source)} -n ${name} get all,pvc` },
    { meaning: 'the runs', command: `${on(target)} -n ${NAMESPACE} get migmigrations` },
    { meaning: 'the server again: the demo ended its own', command: `bin/${serve} &` },
    {
      meaning: 'speak to it',
      command: `export DRAY_TOKEN=$(${on(target)} -n ${NAMESPACE} create token ${OPERATOR}); bin/dray status ${name}`,
    },
    { meaning: `the same once more, in a minute or two${again}`, command: 'make demo' },
  ];
}
