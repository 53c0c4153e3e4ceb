import { QUIESCE_NODE_SELECTOR } from '../kinds/annotations.ts';
import type { KubeObject } from '../kube-object.ts';
import { at, isRecord, recordAt } from '../transform/read.ts';
import { PRE_QUIESCE_NODE_SELECTOR } from './annotations.ts';
import { isCurrent, noteOf, type Quiescer, type SpecPatch, statusOf } from './quiescer.ts';

interface DaemonStatus {
  currentNumberScheduled: number;
  numberMisscheduled: number;
  desiredNumberScheduled: number;
  numberReady: number;
}

const SELECTOR = ['spec', 'template', 'spec', 'nodeSelector'];
const KEYS = Object.keys(QUIESCE_NODE_SELECTOR);

/** A DaemonSet has no size: it is stopped by asking for nodes that nobody has, as MTC does. */
export const DAEMON_SET: Quiescer = {
  kind: 'DaemonSet.apps',
  apiVersions: ['apps/v1'],
  field: SELECTOR,
  runs: (object) => !isNowhere(object),
  notes: (object) => ({
    [PRE_QUIESCE_NODE_SELECTOR]: JSON.stringify(at(object, SELECTOR) ?? null),
  }),
  stop: (object) => selecting({ ...without(selectorOf(object)), ...QUIESCE_NODE_SELECTOR }),
  restart(object) {
    const selector = parsed(noteOf(object, PRE_QUIESCE_NODE_SELECTOR));
    if (selector === undefined) return undefined;
    return selecting(selector && { ...without(QUIESCE_NODE_SELECTOR), ...selector });
  },
  isDown(object) {
    const { currentNumberScheduled = 0, numberMisscheduled = 0 } = statusOf<DaemonStatus>(object);
    return isCurrent(object) && currentNumberScheduled + numberMisscheduled === 0;
  },
  lacks(object) {
    const { desiredNumberScheduled = 0, numberReady = 0 } = statusOf<DaemonStatus>(object);
    if (isCurrent(object) && numberReady >= desiredNumberScheduled) return undefined;
    return `${numberReady} of ${desiredNumberScheduled}`;
  },
};

/** Whether no node can satisfy the selector that is in the template of a DaemonSet, or of a revision of one. */
export function isNowhere(object: unknown, path: readonly string[] = SELECTOR): boolean {
  const selector = recordAt(object, path);
  return KEYS.every((key) => Object.hasOwn(selector, key));
}

function selectorOf(object: KubeObject): Readonly<Record<string, unknown>> {
  return recordAt(object, SELECTOR);
}

function selecting(nodeSelector: Record<string, unknown> | null): SpecPatch {
  return { template: { spec: { nodeSelector } } };
}

function without(selector: Readonly<Record<string, unknown>>): Record<string, null> {
  return Object.fromEntries(Object.keys(selector).map((key) => [key, null]));
}

/** Null when there was no selector, undefined when the note is not one of ours, nor of MTC. */
function parsed(note: string | undefined): Record<string, unknown> | null | undefined {
  if (note === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(note);
    return value === null || isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
