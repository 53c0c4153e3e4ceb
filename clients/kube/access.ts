import type { AccessQuestion, Cluster, Identity } from './cluster.ts';

interface TokenReviewStatus {
  authenticated?: boolean;
  user?: { username?: string; uid?: string; groups?: string[]; extra?: Record<string, string[]> };
}

/** Asks the cluster whose bearer token this is; undefined when it knows nobody. */
export async function reviewBearer(cluster: Cluster, token: string): Promise<Identity | undefined> {
  const review = await cluster.create({
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenReview',
    // A review is answered, not stored: it has no name.
    metadata: { name: '' },
    spec: { token },
  });
  const status = review['status'] as TokenReviewStatus | undefined;
  const user = status?.user;
  if (status?.authenticated !== true || user?.username === undefined) return undefined;
  return {
    username: user.username,
    groups: user.groups ?? [],
    ...(user.uid === undefined ? {} : { uid: user.uid }),
    ...(user.extra === undefined ? {} : { extra: user.extra }),
  };
}

/** Asks the cluster whether somebody (ourselves when left out) has a right. */
export async function reviewAccess(
  cluster: Cluster,
  question: AccessQuestion,
  who?: Identity,
): Promise<boolean> {
  const review = await cluster.create({
    apiVersion: 'authorization.k8s.io/v1',
    kind: who === undefined ? 'SelfSubjectAccessReview' : 'SubjectAccessReview',
    metadata: { name: '' },
    spec: {
      resourceAttributes: question,
      ...(who === undefined
        ? {}
        : { user: who.username, uid: who.uid, groups: who.groups, extra: who.extra }),
    },
  });
  return (review['status'] as { allowed?: boolean } | undefined)?.allowed === true;
}
