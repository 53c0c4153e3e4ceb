import type { KubeObject } from '../kube-object.ts';
import { TRANSFER_LABEL } from '../transfer/names.ts';

/**
 * Whether an object that carries the labels of our helpers is one: their names are made of what the labels say. Who
 * copies one with its labels has to call it otherwise.
 */
export function isHelper({ metadata: { name, labels = {} } }: KubeObject): boolean {
  const stem = labels[TRANSFER_LABEL];
  if (stem !== undefined) return name === `${stem}-send` || name === `${stem}-recv`;
  const run = (labels['migmigration'] ?? '').replaceAll('-', '').slice(0, 8);
  return run !== '' && new RegExp(`-pull-[0-9a-f]{12}-${run}$`).test(name);
}
