import type { TransferRole } from '../layout.ts';
import type { ApplicationUser } from './application-user.ts';
import { type IdRange, isWithin } from './id-range.ts';
import { ROOT, type TransferIdentity } from './identity.ts';

/** What `runAsRoot`, `runAsUser` and `runAsGroup` of a MigMigration ask for. */
export interface AskedIdentity {
  root?: boolean;
  user?: number;
  group?: number;
}

/** What is known of one end. */
export interface EndFacts {
  role: TransferRole;
  asked: AskedIdentity;
  /** The user of the application on the source; undefined when nothing uses the volume. */
  application: ApplicationUser | undefined;
  /** What OpenShift gave the namespace on the source. */
  sourceUsers: IdRange | undefined;
  /** What it gave the namespace of this end. */
  users: IdRange | undefined;
  groups: IdRange | undefined;
  /** `src_supplemental_groups` or `target_supplemental_groups`. */
  extraGroups: readonly number[];
}

/** Who runs where neither a MigMigration, nor a pod, nor a range says: nobody. */
export const DEFAULT_USER = 65_534;

/** As whom one end may run, the one that keeps most first; the namespace decides among them. */
export function candidatesFor(end: EndFacts): TransferIdentity[] {
  const root: TransferIdentity = { ...ROOT, groups: [...end.extraGroups] };
  if (end.asked.root === true || end.asked.user === 0) return [root];
  const others = choseItsUser(end)
    ? [restrictedOf(end), ...rangedOf(end)]
    : [...rangedOf(end), restrictedOf(end)];
  const isAskedFor = end.asked.user !== undefined || end.asked.group !== undefined;
  return end.asked.root === false || isAskedFor ? others : [root, ...others];
}

/** A user that no range gave to the application is its user on the target too, and has to own the files there. */
function choseItsUser({ application, sourceUsers }: EndFacts): boolean {
  const own = ownUser(application);
  if (own === undefined) return false;
  return sourceUsers === undefined || !isWithin(sourceUsers, own);
}

function rangedOf(end: EndFacts): TransferIdentity[] {
  const { asked, users, groups, extraGroups } = end;
  if (users === undefined) return [];
  const own = end.application?.uid;
  const uid = asked.user ?? (own !== undefined && isWithin(users, own) ? own : users.first);
  // The application on the target is given groups of its namespace there, not those of the source.
  const used = end.role === 'sender' ? (end.application?.groups ?? []) : [];
  return [
    {
      mode: 'ranged',
      uid,
      ...(asked.group === undefined ? {} : { gid: asked.group }),
      groups: unique([...(groups === undefined ? [] : [groups.first]), ...used, ...extraGroups]),
    },
  ];
}

function restrictedOf(end: EndFacts): TransferIdentity {
  const { asked, application, extraGroups } = end;
  const gid = asked.group ?? application?.gid;
  return {
    mode: 'restricted',
    uid: asked.user ?? ownUser(application) ?? end.users?.first ?? DEFAULT_USER,
    ...(gid === undefined ? {} : { gid }),
    groups: unique([...(application?.groups ?? []), ...extraGroups]),
  };
}

/** An application that is root for its image alone cannot be followed. */
function ownUser(application: ApplicationUser | undefined): number | undefined {
  return application?.uid === 0 ? undefined : application?.uid;
}

function unique(ids: readonly number[]): number[] {
  return [...new Set(ids)];
}
