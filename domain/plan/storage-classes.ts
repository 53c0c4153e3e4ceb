import type { KubeObject } from '../kube-object.ts';

/** What a plan needs to know of a StorageClass. */
export interface StorageClass {
  name: string;
  provisioner: string;
  default: boolean;
}

const DEFAULT_MARKS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

export function readStorageClass(object: KubeObject): StorageClass {
  const annotations = object.metadata.annotations ?? {};
  return {
    name: object.metadata.name,
    provisioner: typeof object['provisioner'] === 'string' ? object['provisioner'] : '',
    default: DEFAULT_MARKS.some((mark) => annotations[mark] === 'true'),
  };
}

/**
 * The class on the target for a volume of `source`, by the guide's rule: the same provisioner (the class of the
 * same name first), else the default class. Empty when the target has neither: a person must choose.
 */
export function chooseStorageClass(
  source: StorageClass | undefined,
  target: readonly StorageClass[],
): string {
  const same = target.filter((found) => found.provisioner === source?.provisioner);
  const chosen =
    same.find((found) => found.name === source?.name) ??
    same[0] ??
    target.find((found) => found.default);
  return chosen?.name ?? '';
}
