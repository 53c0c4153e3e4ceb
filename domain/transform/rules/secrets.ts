import type { KubeObject } from '../../kube-object.ts';
import type { Effect, Rule } from '../contract.ts';
import { drop, dropAnnotations, dropLabels } from '../edit.ts';
import { warning } from '../note.ts';
import { annotationOf, nameOf, textAt } from '../read.ts';

const TOKEN = 'kubernetes.io/service-account-token';

const ACCOUNT = 'kubernetes.io/service-account.name';
const REGISTRY_ACCOUNT = 'openshift.io/internal-registry-auth-token.service-account';

const SERVING_CERTIFICATE = [
  'service.alpha.openshift.io/originating-service-name',
  'service.beta.openshift.io/originating-service-name',
];

/** Secrets that a cluster makes for itself open nothing on another one. */
export const CLUSTER_SECRET: Rule = {
  name: 'cluster-secret',
  kinds: ['Secret'],
  apply(secret): Effect {
    if (SERVING_CERTIFICATE.some((key) => annotationOf(secret, key) !== undefined)) {
      return { skip: 'the target signs a certificate of its own for the Service' };
    }
    const type = textAt(secret, ['type']);
    if (type === 'kubernetes.io/dockercfg' && isOfAccount(secret)) {
      return { skip: 'it opens the registry of the source; OpenShift makes another on the target' };
    }
    return type === TOKEN && isAutomatic(secret)
      ? { skip: 'it is a token of the source; the target makes its own' }
      : { keep: secret };
  },
};

function isOfAccount(secret: KubeObject): boolean {
  return [ACCOUNT, REGISTRY_ACCOUNT].some((key) => annotationOf(secret, key) !== undefined);
}

/**
 * Kubernetes made such a name of the account's and five characters without vowels; `ci-token-admin` is a person's.
 * OpenShift marks those that it makes for a registry.
 */
function isAutomatic(secret: KubeObject): boolean {
  if (
    annotationOf(secret, 'kubernetes.io/created-by') === 'openshift.io/create-dockercfg-secrets'
  ) {
    return true;
  }
  const prefix = `${annotationOf(secret, ACCOUNT) ?? ''}-token-`;
  const name = nameOf(secret);
  return (
    name.startsWith(prefix) && /^[bcdfghjklmnpqrstvwxz0-9]{5}$/.test(name.slice(prefix.length))
  );
}

/** A token that somebody asked for arrives empty: the target fills it for the account of the same name. */
export const ASKED_TOKEN: Rule = {
  name: 'account-token-secret',
  kinds: ['Secret'],
  apply(secret) {
    if (textAt(secret, ['type']) !== TOKEN) return { keep: secret };
    const empty = drop(secret, ['data'], ['token', 'ca.crt', 'service-ca.crt', 'namespace']);
    const unbound = dropAnnotations(empty, ['kubernetes.io/service-account.uid']);
    // The second of them makes the API server refuse the token.
    return {
      keep: dropLabels(unbound, [
        'kubernetes.io/legacy-token-last-used',
        'kubernetes.io/legacy-token-invalid-since',
      ]),
    };
  },
};

const CREDENTIALS = 'registry-credentials';

/** Credentials that somebody made are theirs to keep; for the source's registry they open nothing any more. */
export const REGISTRY_CREDENTIALS: Rule = {
  name: CREDENTIALS,
  kinds: ['Secret'],
  apply(secret, { source }) {
    const file = decoded(textAt(secret, ['data', '.dockerconfigjson']) ?? '');
    const hosts = source.ownRegistries.filter((host) => file.includes(JSON.stringify(host)));
    if (hosts.length === 0) return { keep: secret };
    const text = `it has credentials for ${hosts.join(', ')}, a registry of the source`;
    return { keep: secret, notes: [warning(CREDENTIALS, text)] };
  },
};

function decoded(base64: string): string {
  try {
    return atob(base64);
  } catch {
    return '';
  }
}
