import type { ConditionDraft } from '../kinds/condition.ts';
import { describeIdentity, type Identities, isRoot } from '../transfer/identity/identity.ts';
import { printable } from '../transfer/printable.ts';
import type { Unkept } from '../transfer/xfer.ts';
import type { RunVolume } from './facts.ts';

/** Who runs at the ends of a volume where not both are root. */
export interface VolumeUsers {
  identities: Identities;
  /** What of the volume the receiver cannot keep; undefined where it can. */
  unkept?: Unkept;
}

/** The condition of MTC. */
const TYPE = 'RsyncServerPodsRunningAsNonRoot';

/** The warnings of a run, with what is known now of its volumes that are not copied as root. */
export function withNonRoot(
  warnings: readonly ConditionDraft[],
  copied: Iterable<readonly [RunVolume, VolumeUsers | undefined]>,
): ConditionDraft[] {
  const told = [...copied].flatMap(([volume, users]) =>
    users === undefined ? [] : sentenceOf(volume, users),
  );
  const others = warnings.filter(({ type }) => type !== TYPE);
  return told.length === 0 ? others : [...others, conditionOf(told)];
}

function conditionOf(told: readonly string[]): ConditionDraft {
  return {
    type: TYPE,
    status: 'True',
    category: 'Warn',
    reason: 'RsyncOperationsAreRunningAsNonRoot',
    message: `Volumes are copied by pods that are not root, since their namespaces do not admit it or the run asks for it. ${told.join(' ')}`,
    durable: true,
  };
}

function sentenceOf({ namespace, claim }: RunVolume, { identities, unkept }: VolumeUsers): string {
  const { sender, receiver } = identities;
  const ends = `${namespace}/${claim} is read as ${describeIdentity(sender)} and written as ${describeIdentity(receiver)}`;
  const unread = isRoot(sender) ? '' : ' Files that the reader may not read fail the copy.';
  if (isRoot(receiver)) return `${ends}.${unread}`;
  const lost =
    "not kept are owners and groups (all becomes the writer's), devices, extended attributes other than user.* " +
    "(file capabilities among them), and mode and time of the volume's root where it is not the writer's";
  return `${ends}; ${lost}.${unread}${foundOf(unkept)}`;
}

function foundOf(unkept: Unkept | undefined): string {
  if (unkept === undefined) return '';
  const found = [
    [unkept.owners, 'of other owners'],
    [unkept.groups, 'of other groups'],
    [unkept.devices, 'that are devices'],
  ] as const;
  const some = found
    .filter(([{ count }]) => count > 0)
    .map(([{ count, first }, what]) => `${String(count)} ${what} (first: ${printable(first)})`);
  return some.length === 0
    ? ' No entry is concerned by it.'
    : ` Of its entries ${some.join(', ')}.`;
}
