import type { InformerEvent } from '../../../clients/kube/cluster.ts';
import type { KubeObject } from '../../../domain/kube-object.ts';

const NONE: readonly KubeObject[] = [];

/** Objects by what they belong to, so that a list of runs does not search all progress for each. */
export class Groups {
  readonly #groupOf: (object: KubeObject) => string | undefined;
  readonly #groups = new Map<string, Map<string, KubeObject>>();

  constructor(groupOf: (object: KubeObject) => string | undefined) {
    this.#groupOf = groupOf;
  }

  of(group: string): readonly KubeObject[] {
    const members = this.#groups.get(group);
    return members === undefined ? NONE : [...members.values()];
  }

  take(event: InformerEvent, object: KubeObject): void {
    const group = this.#groupOf(object);
    if (group === undefined) return;
    const { name } = object.metadata;
    if (event === 'deleted') this.#drop(group, name);
    else this.#join(group, name, object);
  }

  #join(group: string, name: string, object: KubeObject): void {
    const members = this.#groups.get(group);
    if (members === undefined) this.#groups.set(group, new Map([[name, object]]));
    else members.set(name, object);
  }

  #drop(group: string, name: string): void {
    const members = this.#groups.get(group);
    members?.delete(name);
    if (members?.size === 0) this.#groups.delete(group);
  }
}
