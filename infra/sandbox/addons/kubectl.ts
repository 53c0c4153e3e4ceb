import { runLongCommand } from '../long-command.ts';
import type { Manifest } from './manifest.ts';

/** kubectl, pointed at one cluster. */
export interface Kubectl {
  /** Creates objects or changes them to what is given; a second time does nothing. */
  apply(manifests: readonly Manifest[]): Promise<void>;
  /** Waits until the API serves the kinds that these definitions add. */
  awaitDefinitions(names: readonly string[]): Promise<void>;
  /** Objects of some kinds, of all namespaces. */
  list<T>(kinds: readonly string[]): Promise<T[]>;
}

export interface KubectlOptions {
  program: string;
  kubeconfig: string;
  /** What the person should look at when the cluster does not answer. */
  hint: string;
  signal?: AbortSignal | undefined;
}

export function createKubectl({ program, kubeconfig, hint, signal }: KubectlOptions): Kubectl {
  const run = (args: readonly string[], input?: string) =>
    runLongCommand([program, '--kubeconfig', kubeconfig, ...args], {
      hint,
      signal,
      ...(input !== undefined && { input }),
    });
  return {
    async apply(items) {
      const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
      const owner = ['--field-manager=drayage-sandbox', '--force-conflicts'];
      await run(['apply', '--server-side', ...owner, '--filename=-'], list);
    },
    async awaitDefinitions(names) {
      const resources = names.map((name) => `customresourcedefinition/${name}`);
      await run(['wait', '--for=condition=Established', '--timeout=60s', ...resources]);
    },
    async list<T>(kinds: readonly string[]) {
      const output = await run(['get', kinds.join(','), '--all-namespaces', '--output=json']);
      return (JSON.parse(output) as { items: T[] }).items;
    },
  };
}
