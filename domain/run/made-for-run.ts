import { isOfHook } from '../hooks/names.ts';
import type { KubeObject } from '../kube-object.ts';
import { isOfTransfer } from '../transfer/names.ts';

/** Whether an object serves a run, and is none of an application's: it is neither moved, nor stopped, nor waited for. */
export function isMadeForRun(object: KubeObject): boolean {
  return isOfTransfer(object) || isOfHook(object);
}
