import type { Rule, TransformContext } from '../contract.ts';
import { edit } from '../edit.ts';
import { change, warning } from '../note.ts';
import { isRecord, lookUp, recordAt } from '../read.ts';

/** `gp2.storageclass.storage.k8s.io/requests.storage` limits one storage class. */
const CLASS_KEY = /^(?<name>.+)(?<rest>\.storageclass\.storage\.k8s\.io\/.+)$/;

const NAME = 'quota-storage-class';

/** Limits of a storage class go with the claims to the class that takes its place. */
export const QUOTA_STORAGE_CLASS: Rule = {
  name: NAME,
  kinds: ['ResourceQuota'],
  apply(quota, context) {
    const names = Object.keys(recordAt(quota, ['spec', 'hard'])).map((key) =>
      renamed(key, context),
    );
    if (new Set(names).size < names.length) {
      const text = 'limits storage classes that become one on the target: no limit is renamed';
      return { keep: quota, notes: [warning(NAME, text)] };
    }
    const keep = edit(quota, ['spec', 'hard'], (hard) =>
      isRecord(hard)
        ? Object.fromEntries(Object.entries(hard).map(([key, max]) => [renamed(key, context), max]))
        : hard,
    );
    if (keep === quota) return { keep };
    return { keep, notes: [change(NAME, 'limits storage classes by their names on the target')] };
  },
};

function renamed(key: string, { storageClasses }: TransformContext): string {
  const { name, rest } = CLASS_KEY.exec(key)?.groups ?? {};
  const mapped = name === undefined ? undefined : lookUp(storageClasses, name);
  return mapped === undefined ? key : `${mapped}${rest ?? ''}`;
}
