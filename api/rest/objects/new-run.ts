import { createHash, randomUUID } from 'node:crypto';
import type * as z from 'zod';
import { API_VERSION, GROUP } from '../../../domain/kinds/group.ts';
import type { KubeObject } from '../../../domain/kube-object.ts';
import type { NewRun } from '../requests/new-run.ts';

/** How a request is found again: its Idempotency-Key, and what it asked for. */
export const REQUEST_ANNOTATIONS = {
  key: `${GROUP}/idempotency-key`,
  digest: `${GROUP}/request-digest`,
} as const;

const MAX_NAME = 253;

export interface RunOrder {
  asked: z.output<typeof NewRun>;
  plan: string;
  namespace: string;
  idempotencyKey: string | undefined;
}

export function newRun(order: RunOrder): KubeObject {
  const { asked, plan, namespace, idempotencyKey } = order;
  const annotations = {
    ...(idempotencyKey === undefined ? {} : { [REQUEST_ANNOTATIONS.key]: idempotencyKey }),
    [REQUEST_ANNOTATIONS.digest]: digestOf(order),
  };
  return {
    apiVersion: API_VERSION,
    kind: 'MigMigration',
    metadata: { name: asked.name ?? defaultName(order), namespace, annotations },
    spec: {
      migPlanRef: { name: plan, namespace },
      ...specOf(asked),
    },
  };
}

function specOf(asked: RunOrder['asked']): Record<string, unknown> {
  const { type, verify, onFailure } = asked;
  const hold = { ...(onFailure === undefined ? {} : { onFailure }), ...startOf(asked) };
  if (type === 'rollback') return { stage: false, rollback: true, ...hold };
  return {
    stage: type === 'stage',
    ...(type === 'state' ? { migrateState: true } : {}),
    quiescePods: quiesces(asked),
    ...(verify === undefined ? {} : { verify }),
    ...hold,
  };
}

/** Equal for requests that ask for the same, whatever way they are written. */
export function digestOf({ asked, plan }: RunOrder): string {
  const { type, name, verify, onFailure } = asked;
  const wish = [plan, type, name ?? null, quiesces(asked), verify ?? null];
  const start = Object.entries(startOf(asked)).flat();
  return sha256(
    JSON.stringify([...wish, ...(onFailure === undefined ? [] : [onFailure]), ...start]),
  );
}

/** The times of a run, where it has any. */
function startOf({ startAt, startBefore }: RunOrder['asked']): Record<string, string> {
  return {
    ...(startAt === undefined ? {} : { startAt }),
    ...(startBefore === undefined ? {} : { startBefore }),
  };
}

/** Nobody is stopped who did not ask for it or for a cutover. */
function quiesces({ type, quiesce }: RunOrder['asked']): boolean {
  return quiesce ?? type === 'cutover';
}

/**
 * `<plan>-<type>-<6 characters>`. With an idempotency key the name follows from it, so that of two
 * requests at the same moment the API server itself lets only one through.
 */
function defaultName({ plan, asked, idempotencyKey }: RunOrder): string {
  const suffix = `-${asked.type}-${sha256(idempotencyKey ?? randomUUID()).slice(0, 6)}`;
  const stem = plan.slice(0, MAX_NAME - suffix.length).replace(/[-.]+$/, '');
  return `${stem}${suffix}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
