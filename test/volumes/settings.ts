import { API_VERSION, NAMESPACE } from '../../domain/kinds/group.ts';
import type { Scene } from '../e2e/harness/scene.ts';

const KEY = {
  apiVersion: API_VERSION,
  kind: 'MigrationController',
  namespace: NAMESPACE,
  name: 'migration-controller',
};

/**
 * Sets what holds for all migrations, as long as the work takes. There is one MigrationController in a cluster: one
 * that a person made is left alone, and the test fails.
 */
export async function withSettings<T>(
  { target }: Scene,
  spec: object,
  work: () => Promise<T>,
): Promise<T> {
  const { apiVersion, kind, ...metadata } = KEY;
  await target.create({ apiVersion, kind, metadata, spec });
  try {
    return await work();
  } finally {
    await target.delete(KEY);
  }
}
