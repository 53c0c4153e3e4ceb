import { z } from 'zod';
import { API_VERSION } from '../kinds/group.ts';
import { DEBUG_LABELS } from '../kinds/labels.ts';
import type { KubeObject, ObjectKey } from '../kube-object.ts';
import type { OutageSample, PassSample, PlanHistory } from './history.ts';

/** A plan, as a history belongs to it. */
export interface HistoryOwner {
  namespace: string;
  /** Name and uid of the MigPlan. */
  name: string;
  uid: string;
}

const LABEL = 'drayage.dev/history';
const PASSES = 'passes';
const OUTAGES = 'outages';
const LONGEST_NAME = 253;

/** The passes of a plan: they outlive its runs, and go with the plan. */
export function passesKey({ namespace, name, uid }: HistoryOwner): ObjectKey {
  const tail = `-passes-${uid.replaceAll('-', '').slice(0, 8)}`;
  const stem = name.slice(0, LONGEST_NAME - tail.length).replace(/[.-]+$/, '');
  return { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: `${stem}${tail}` };
}

/** The outages of all plans of a namespace: what one plan has seen helps the next, also when it is gone. */
export function outagesKey(namespace: string): ObjectKey {
  return { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: 'drayage-outages' };
}

/** @param stored The present one; its version guards against another writer. */
export function buildPasses(
  owner: HistoryOwner,
  volumes: PlanHistory['volumes'],
  stored: KubeObject | undefined,
): KubeObject {
  const { name, uid } = owner;
  return build(passesKey(owner), stored, {
    labels: { [LABEL]: PASSES, [DEBUG_LABELS.plan]: labelOf(name) },
    ownerReferences: [{ apiVersion: API_VERSION, kind: 'MigPlan', name, uid }],
    data: { [PASSES]: JSON.stringify(volumes) },
  });
}

export function buildOutages(
  namespace: string,
  outages: readonly OutageSample[],
  stored: KubeObject | undefined,
): KubeObject {
  // A line for each outage, for people who look.
  const lines = outages.map((outage) => JSON.stringify(outage)).join('\n');
  return build(outagesKey(namespace), stored, {
    labels: { [LABEL]: OUTAGES },
    data: { [OUTAGES]: lines },
  });
}

const Pass: z.ZodType<PassSample> = z.object({
  startedAt: z.string(),
  kind: z.enum(['initial', 'delta', 'final', 'partial']),
  bytesSent: z.number(),
  filesScanned: z.number(),
  seconds: z.number(),
});
const Volumes = z.record(z.string(), z.array(Pass));
/** What predictions compute with; the rest is kept as it is. */
const Outage = z.looseObject({
  plan: z.string(),
  parts: z.object({
    quiesce: z.number(),
    lastPass: z.number(),
    verify: z.number(),
    restore: z.number(),
    start: z.number(),
  }),
  leadSeconds: z.number(),
  expected: z.looseObject({ modelledLastPassSeconds: z.number().optional() }).optional(),
});

/** What cannot be read is forgotten, whoever wrote it: a prediction is worth no failure. */
export function readPasses(stored: KubeObject | undefined): PlanHistory['volumes'] {
  return Volumes.safeParse(parse(dataOf(stored, PASSES))).data ?? {};
}

export function readOutages(stored: KubeObject | undefined): OutageSample[] {
  const lines = dataOf(stored, OUTAGES).split('\n');
  return lines.flatMap((line) => {
    const read = Outage.safeParse(parse(line)).data;
    return read === undefined ? [] : [read as unknown as OutageSample];
  });
}

function build(
  key: ObjectKey,
  stored: KubeObject | undefined,
  {
    data,
    ...metadata
  }: { data: Record<string, string>; labels: Record<string, string> } & Pick<
    KubeObject['metadata'],
    'ownerReferences'
  >,
): KubeObject {
  const { apiVersion, kind, ...name } = key;
  const resourceVersion = stored?.metadata.resourceVersion;
  return {
    apiVersion,
    kind,
    metadata: {
      ...name,
      ...metadata,
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
    },
    data,
  };
}

function dataOf(stored: KubeObject | undefined, key: string): string {
  const data = (stored?.['data'] ?? {}) as Record<string, string | undefined>;
  return data[key] ?? '';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A label holds less than a name does. */
function labelOf(name: string): string {
  return name.slice(0, 63).replace(/[.-]+$/, '');
}
