import type { Cluster } from '../../../clients/kube/cluster.ts';
import { failure } from '../../../domain/failures/failure.ts';
import type { IndexedKind, ObjectIndex } from '../index/object-index.ts';
import { fieldError } from '../problems/invalid-input.ts';
import { Refusal } from '../problems/refusal.ts';
import { findObject } from './store.ts';

type Field = 'source' | 'target' | 'repository';

/** What each field of a plan refers to, and where such a thing is registered. */
const REFERENCES: readonly { field: Field; kind: IndexedKind; path: string }[] = [
  { field: 'source', kind: 'MigCluster', path: '/clusters' },
  { field: 'target', kind: 'MigCluster', path: '/clusters' },
  { field: 'repository', kind: 'MigStorage', path: '/repositories' },
];

/** Refuses a plan that refers to what is not there; whether it is ready, the plan's conditions will say. */
export async function requireReferences(
  host: Pick<Cluster, 'get'>,
  index: ObjectIndex,
  plan: Record<'source' | 'target', string> & { repository?: string | undefined },
): Promise<void> {
  const checked = await Promise.all(
    REFERENCES.map(async ({ field, kind, path }) => {
      const name = plan[field];
      if (name === undefined) return [];
      if ((await findObject(host, index, kind, name)) !== undefined) return [];
      const message = `there is no ${kind} of that name; register it with POST ${path}, or name another`;
      return [fieldError('body', plan, { path: [field], message })];
    }),
  );
  const errors = checked.flat();
  if (errors.length === 0) return;
  const detail = errors.map(({ pointer, found }) => `${pointer}: ${found}`).join('; ');
  throw new Refusal(failure('DRAY-2003', { detail, hint: errors[0]?.message ?? '' }), { errors });
}
